import * as vscode from 'vscode';
import { dibType, notebookType } from './cells';
import { NotebookSession } from './session';

/** Finds the session of a cell's notebook; undefined when another kernel serves it. */
export type FindSession = (document: vscode.TextDocument) => { session: NotebookSession; cell: vscode.NotebookCell } | undefined;

const selector: vscode.DocumentSelector = [notebookType, dibType].map(type => ({ notebookType: type, language: 'csharp' }));
const diagnoseDelay = 600;

const kinds: Record<string, vscode.CompletionItemKind> = {
    Class: vscode.CompletionItemKind.Class,
    Constant: vscode.CompletionItemKind.Constant,
    Delegate: vscode.CompletionItemKind.Class,
    Enum: vscode.CompletionItemKind.Enum,
    EnumMember: vscode.CompletionItemKind.EnumMember,
    Event: vscode.CompletionItemKind.Event,
    ExtensionMethod: vscode.CompletionItemKind.Method,
    Field: vscode.CompletionItemKind.Field,
    Interface: vscode.CompletionItemKind.Interface,
    Keyword: vscode.CompletionItemKind.Keyword,
    Local: vscode.CompletionItemKind.Variable,
    Method: vscode.CompletionItemKind.Method,
    Namespace: vscode.CompletionItemKind.Module,
    Parameter: vscode.CompletionItemKind.Variable,
    Property: vscode.CompletionItemKind.Property,
    Structure: vscode.CompletionItemKind.Struct,
};

/** Completions, hovers, parameters and problems, all asked of the kernel that runs the notebook. */
export function registerLanguageFeatures(find: FindSession, onSessionChange: vscode.Event<vscode.NotebookDocument>): vscode.Disposable[] {
    const at = (document: vscode.TextDocument, position: vscode.Position) => {
        const found = find(document);
        return found && { kernel: found.session.kernel, code: document.getText(), offset: document.offsetAt(position) };
    };
    return [
        vscode.languages.registerCompletionItemProvider(selector, {
            async provideCompletionItems(document, position) {
                const asked = at(document, position);
                if (!asked) return undefined;
                const list = await asked.kernel.complete(asked.code, asked.offset);
                const range = new vscode.Range(document.positionAt(list.start), document.positionAt(list.end));
                return list.items.map((item, i) => ({
                    label: item.label,
                    insertText: item.text,
                    range,
                    kind: kinds[item.kind] ?? vscode.CompletionItemKind.Text,
                    sortText: String(i).padStart(5, '0'),
                }));
            },
        }, '.', '!'),
        vscode.languages.registerHoverProvider(selector, {
            async provideHover(document, position) {
                const asked = at(document, position);
                const text = asked && await asked.kernel.describe(asked.code, asked.offset);
                if (!text) return undefined;
                const [declaration, ...rest] = text.split('\n');
                return new vscode.Hover([new vscode.MarkdownString().appendCodeblock(declaration!, 'csharp'), new vscode.MarkdownString().appendText(rest.join('\n'))]);
            },
        }),
        vscode.languages.registerSignatureHelpProvider(selector, {
            async provideSignatureHelp(document, position) {
                const asked = at(document, position);
                const found = asked && await asked.kernel.signatures(asked.code, asked.offset);
                if (!found || found.items.length === 0) return undefined;
                const help = new vscode.SignatureHelp();
                help.activeSignature = found.active;
                help.activeParameter = found.activeParameter;
                help.signatures = found.items.map(item => {
                    const signature = new vscode.SignatureInformation(item.label, item.documentation);
                    signature.parameters = item.parameters.map(p => new vscode.ParameterInformation(p));
                    return signature;
                });
                return help;
            },
        }, '(', ','),
        ...registerDiagnostics(find, onSessionChange),
    ];
}

/** Problems are shown once there is a kernel; cells above that have not run, or failed, are sent along. */
function registerDiagnostics(find: FindSession, onSessionChange: vscode.Event<vscode.NotebookDocument>): vscode.Disposable[] {
    const problems = vscode.languages.createDiagnosticCollection('notebookkit');
    const waiting = new Map<vscode.TextDocument, NodeJS.Timeout>();
    const diagnose = async (document: vscode.TextDocument) => {
        const found = find(document);
        if (!found?.session.isStarted) return problems.delete(document.uri);
        const version = document.version;
        const list = await found.session.kernel.diagnose(document.getText(), found.session.unknownAbove(found.cell));
        if (document.version !== version) return;
        problems.set(document.uri, list.map(p => {
            const range = new vscode.Range(document.positionAt(p.start), document.positionAt(p.end));
            const diagnostic = new vscode.Diagnostic(range, p.message, p.error ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning);
            diagnostic.code = p.id;
            return diagnostic;
        }));
    };
    const schedule = (document: vscode.TextDocument) => {
        clearTimeout(waiting.get(document));
        waiting.set(document, setTimeout(() => {
            waiting.delete(document);
            diagnose(document).catch(() => undefined);
        }, diagnoseDelay));
    };
    return [
        problems,
        vscode.workspace.onDidChangeTextDocument(({ document }) => {
            if (find(document)) schedule(document);
        }),
        onSessionChange(notebook => {
            for (const cell of notebook.getCells()) {
                if (problems.has(cell.document.uri) || find(cell.document)?.session.isDeclared(cell) === false) schedule(cell.document);
            }
        }),
        vscode.workspace.onDidCloseTextDocument(document => {
            clearTimeout(waiting.get(document));
            waiting.delete(document);
            problems.delete(document.uri);
        }),
    ];
}
