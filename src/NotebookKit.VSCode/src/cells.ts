import * as vscode from 'vscode';
import { dibLanguage } from './dibSerializer';

export const notebookType = 'jupyter-notebook';
export const dibType = 'notebookkit-dib';

/** Whether a notebook says that it holds C#. */
export function isCSharpNotebook(notebook: vscode.NotebookDocument): boolean {
    if (notebook.notebookType === dibType) return true;
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
    const code = cell.document.getText();
    return isCSharp(cell) ? code : `#!${cellLanguage(cell)}\n${code}`;
}

export function isCSharp(cell: vscode.NotebookCell): boolean {
    return cellLanguage(cell) === 'csharp';
}

/** The editor's word, which is C# also for languages that it does not know; then that of the file. */
function cellLanguage(cell: vscode.NotebookCell): string {
    if (cell.notebook?.notebookType === dibType) return dibLanguage(cell.document.languageId, cell.kind, cell.metadata['dib']?.language);
    const chosen = withoutEditor(cell.document.languageId);
    if (chosen !== 'csharp') return chosen;
    const metadata = jupyterMetadata(cell);
    return withoutEditor(metadata?.polyglot_notebook?.kernelName ?? metadata?.dotnet_interactive?.language ?? 'csharp');
}

/** Editors of other years wrote their own name before that of the language. */
function withoutEditor(language: string): string {
    return language.replace(/^(dotnet-interactive|polyglot-notebook)\.?/, '') || 'csharp';
}

/** The lines that load the kit from its folder. */
export function kitCell(folder: string): string {
    const path = folder.replaceAll('\\', '/');
    const files = ['NotebookKit.dll', 'NotebookKit.Charts.dll', 'Microsoft.Data.Analysis.dll'];
    return [...files.map(file => `#r "${path}/${file}"`), 'using Microsoft.Data.Analysis;', 'using NotebookKit;', 'using NotebookKit.Charts;'].join('\n');
}

/** The text of a notebook with these cells and an empty one, which any C# kernel opens. */
export function newNotebook(...codes: string[]): string {
    const notebook = {
        cells: [...codes, ''].map((code, i) => ({
            cell_type: 'code', execution_count: null, id: `cell-${i + 1}`, metadata: {}, outputs: [],
            source: code.split(/(?<=\n)/).filter(line => line !== ''),
        })),
        metadata: {
            kernelspec: { display_name: '.NET (C#)', language: 'csharp', name: '.net-csharp' },
            language_info: { file_extension: '.cs', mimetype: 'text/x-csharp', name: 'csharp', pygments_lexer: 'csharp', version: '14.0' },
        },
        nbformat: 4,
        nbformat_minor: 5,
    };
    return JSON.stringify(notebook, null, 1) + '\n';
}

/** What the .ipynb file says; editors of different age keep it at different places. */
function jupyterMetadata(part: { metadata: { [key: string]: any } }): any {
    return part.metadata['metadata'] ?? part.metadata['custom']?.metadata;
}
