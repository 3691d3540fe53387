import * as vscode from 'vscode';
import { DibCell, DibFile, parseDib, writeDib } from './dib';

/** The editor's names of languages where they differ from those of the kernel. */
const editorNames: Record<string, string> = { pwsh: 'powershell', value: 'plaintext', kql: 'plaintext', http: 'plaintext' };

/** `.dib` files as notebooks. Needs no kernel, so that they open in a workspace that is not trusted, too. */
export const dibSerializer: vscode.NotebookSerializer = {
    deserializeNotebook(content) {
        const { cells, ...file } = parseDib(new TextDecoder('utf-8', { ignoreBOM: true }).decode(content));
        const data = new vscode.NotebookData(cells.map(cell => {
            const kind = cell.language === 'markdown' ? vscode.NotebookCellKind.Markup : vscode.NotebookCellKind.Code;
            const shown = new vscode.NotebookCellData(kind, cell.text, editorNames[cell.language] ?? cell.language);
            shown.metadata = { dib: cell.form };
            return shown;
        }));
        data.metadata = { dib: file };
        return data;
    },
    serializeNotebook(data) {
        const file: Omit<DibFile, 'cells'> = data.metadata?.['dib'] ?? { lineBreak: '\n', hasMark: false };
        const cells = data.cells.map((cell): DibCell => {
            const form = cell.metadata?.['dib'];
            return { language: dibLanguage(cell.languageId, cell.kind, form?.language), text: cell.value, ...form && { form } };
        });
        return new TextEncoder().encode(writeDib({ ...file, cells }));
    },
};

/** The kernel's name of a cell's language: what the user chose in the editor; where that says nothing new, what the file says. */
export function dibLanguage(editorLanguage: string, kind: vscode.NotebookCellKind, inFile: string | undefined): string {
    if (kind === vscode.NotebookCellKind.Markup) return 'markdown';
    if (inFile && (editorNames[inFile] ?? inFile) === editorLanguage) return inFile;
    return editorLanguage === 'powershell' ? 'pwsh' : editorLanguage;
}
