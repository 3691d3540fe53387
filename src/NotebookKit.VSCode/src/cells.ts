import * as vscode from 'vscode';

export const notebookType = 'jupyter-notebook';

/** Whether a notebook says that it holds C#. */
export function isCSharpNotebook(notebook: vscode.NotebookDocument): boolean {
    if (notebook.notebookType !== notebookType) return false;
    const kernel = jupyterMetadata(notebook)?.kernelspec;
    if (kernel) return /^(\.net-csharp|notebookkit)$/.test(kernel.name ?? '') || /^(c#|csharp)$/i.test(kernel.language ?? '');
    const code = notebook.getCells().filter(isCode);
    return code.length > 0 && code.every(c => c.document.languageId === 'csharp');
}

export function isCode(cell: vscode.NotebookCell): boolean {
    return cell.kind === vscode.NotebookCellKind.Code;
}

/** The name of a cell in error messages; the same as in a headless run. */
export function cellName(cell: vscode.NotebookCell): string {
    return `cell ${cell.notebook.getCells().filter(isCode).indexOf(cell) + 1}`;
}

/** The code of a cell, headed by its language when that is not C#. */
export function cellCode(cell: vscode.NotebookCell): string {
    const metadata = jupyterMetadata(cell);
    const language = cell.document.languageId !== 'csharp'
        ? cell.document.languageId
        : metadata?.polyglot_notebook?.kernelName ?? metadata?.dotnet_interactive?.language ?? 'csharp';
    const code = cell.document.getText();
    return language === 'csharp' ? code : `#!${language}\n${code}`;
}

/** What the .ipynb file says; editors of different age keep it at different places. */
function jupyterMetadata(part: { metadata: { [key: string]: any } }): any {
    return part.metadata['metadata'] ?? part.metadata['custom']?.metadata;
}
