import { execFile } from 'node:child_process';
import { dirname, relative } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { kitCell, newNotebook } from './cells';
import { findCommand } from './command';

/** A notebook is a file from the start: its cells read data beside it. Its first cell loads the kit. */
export async function createNotebook(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const uri = await vscode.window.showSaveDialog({
        title: 'New C# Notebook',
        filters: { 'Jupyter Notebook': ['ipynb'] },
        ...folder && { defaultUri: vscode.Uri.joinPath(folder, 'notebook.ipynb') },
    });
    if (!uri) return;
    const kit = vscode.workspace.isTrusted ? await kitFolder() : undefined;
    await vscode.workspace.fs.writeFile(uri, Buffer.from(newNotebook(...kit ? [kitCell(pathFrom(uri, kit))] : [])));
    await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri));
}

/** Where the notebookkit command keeps the kit; undefined when it cannot say. */
export async function kitFolder(): Promise<string | undefined> {
    const [program, ...rest] = findCommand(vscode.workspace.getConfiguration('notebookkit').get<string[]>('command') ?? []);
    try {
        return (await promisify(execFile)(program!, [...rest, 'kit'], { timeout: 20_000, windowsHide: true })).stdout.trim() || undefined;
    } catch (error) {
        void vscode.window.showWarningMessage(`The new notebook does not load the kit: ${(error as Error).message}`);
        return undefined;
    }
}

/** A kit in the same workspace is named from the notebook, so that both can move together. */
function pathFrom(notebook: vscode.Uri, kit: string): string {
    const of = (path: string) => vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path))?.uri.toString();
    const here = of(notebook.fsPath);
    return here !== undefined && here === of(kit) ? relative(dirname(notebook.fsPath), kit) : kit;
}
