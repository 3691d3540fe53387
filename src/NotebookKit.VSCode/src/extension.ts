import * as vscode from 'vscode';
import { emptyNotebook, isCSharp, isCSharpNotebook, notebookType } from './cells';
import { registerLanguageFeatures } from './languageFeatures';
import { NotebookSession } from './session';

const controllerId = 'notebookkit-csharp';
const languages = ['csharp', 'fsharp', 'sql', 'r', 'html', 'markdown', 'javascript', 'mermaid'];

const sessions = new Map<vscode.NotebookDocument, NotebookSession>();

export function activate(context: vscode.ExtensionContext): void {
    const controller = vscode.notebooks.createNotebookController(controllerId, notebookType, 'C# (NotebookKit)');
    controller.description = 'In this editor, without Python or Jupyter';
    controller.supportedLanguages = languages;
    controller.supportsExecutionOrder = true;
    controller.executeHandler = (cells, notebook) => sessionOf(notebook).run(cells);
    controller.interruptHandler = notebook => sessionOf(notebook).interrupt();

    const changed = new vscode.EventEmitter<vscode.NotebookDocument>();
    const selected = new Set<vscode.NotebookDocument>();
    const sessionOf = (notebook: vscode.NotebookDocument) => {
        let session = sessions.get(notebook);
        if (!session) sessions.set(notebook, (session = new NotebookSession(notebook, controller, () => changed.fire(notebook))));
        return session;
    };
    const offer = (notebook: vscode.NotebookDocument) => {
        if (isCSharpNotebook(notebook)) controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
    };
    const choose = async (editor: vscode.NotebookEditor | undefined) => {
        if (!editor || selected.has(editor.notebook) || !isCSharpNotebook(editor.notebook)) return;
        await vscode.commands.executeCommand('notebook.selectKernel', { notebookEditor: editor, id: controllerId, extension: context.extension.id, skipIfAlreadySelected: true });
    };

    context.subscriptions.push(
        controller,
        changed,
        controller.onDidChangeSelectedNotebooks(change => {
            if (change.selected) selected.add(change.notebook);
            else selected.delete(change.notebook);
            if (!change.selected) void endSession(change.notebook);
        }),
        vscode.workspace.onDidOpenNotebookDocument(offer),
        vscode.workspace.onDidCloseNotebookDocument(notebook => {
            selected.delete(notebook);
            void endSession(notebook);
        }),
        vscode.window.onDidChangeActiveNotebookEditor(editor => void choose(editor)),
        vscode.commands.registerCommand('notebookkit.newNotebook', createNotebook),
        vscode.commands.registerCommand('notebookkit.restart', () => withActive(async notebook => {
            await sessionOf(notebook).restart();
            vscode.window.setStatusBarMessage('The C# kernel was restarted; no variables are set.', 5000);
        })),
        vscode.commands.registerCommand('notebookkit.restartAndRunAll', () => withActive(async notebook => {
            await sessionOf(notebook).restart();
            await vscode.commands.executeCommand('notebook.execute');
        })),
        vscode.commands.registerCommand('notebookkit.showVariables', () => withActive(notebook => showVariables(sessionOf(notebook)))),
        ...registerLanguageFeatures(document => {
            if (document.languageId !== 'csharp' || !vscode.workspace.isTrusted) return undefined;
            for (const notebook of selected) {
                const cell = notebook.getCells().find(c => c.document === document);
                if (cell) return isCSharp(cell) ? { session: sessionOf(notebook), cell } : undefined;
            }
            return undefined;
        }, changed.event));

    vscode.workspace.notebookDocuments.forEach(offer);
    void choose(vscode.window.activeNotebookEditor);
}

export async function deactivate(): Promise<void> {
    await Promise.all([...sessions.keys()].map(endSession));
}

async function endSession(notebook: vscode.NotebookDocument): Promise<void> {
    const session = sessions.get(notebook);
    sessions.delete(notebook);
    await session?.restart();
}

/** A notebook is a file from the start: its cells read data beside it, and saving a nameless one would end its kernel. */
async function createNotebook(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const uri = await vscode.window.showSaveDialog({
        title: 'New C# Notebook',
        filters: { 'Jupyter Notebook': ['ipynb'] },
        ...folder && { defaultUri: vscode.Uri.joinPath(folder, 'notebook.ipynb') },
    });
    if (!uri) return;
    await vscode.workspace.fs.writeFile(uri, Buffer.from(emptyNotebook()));
    await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri));
}

async function withActive(action: (notebook: vscode.NotebookDocument) => Promise<void>): Promise<void> {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    if (notebook) await action(notebook);
}

async function showVariables(session: NotebookSession): Promise<void> {
    const variables = session.isStarted ? await session.kernel.variables() : [];
    const items = variables.map(v => ({ label: v.name, description: v.type, detail: v.value.replace(/\s+/g, ' ') }));
    const placeHolder = items.length > 0 ? `${items.length} variables; type to search names, types and values` : 'No cell has set a variable yet.';
    await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true });
}
