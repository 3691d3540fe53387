import * as vscode from 'vscode';
import { dibType, isCode, isCSharp, isCSharpNotebook, notebookType } from './cells';
import { dibSerializer } from './dibSerializer';
import { FrameViewer } from './frameViewer';
import { registerLanguageFeatures } from './languageFeatures';
import { createNotebook } from './newNotebook';
import { Variable } from './protocol';
import { answerRenderers } from './renderers';
import { NotebookSession } from './session';
import { Sessions } from './sessions';
import { VariablesView } from './variablesView';

const controllerIds: Record<string, string> = { [notebookType]: 'notebookkit-csharp', [dibType]: 'notebookkit-csharp-dib' };
const languages = ['csharp', 'fsharp', 'sql', 'r', 'html', 'markdown', 'javascript', 'mermaid', 'powershell'];

let sessions: Sessions | undefined;

export function activate(context: vscode.ExtensionContext): void {
    const changed = new vscode.EventEmitter<vscode.NotebookDocument>();
    const selected = new Set<vscode.NotebookDocument>();
    const controllers = new Map(Object.entries(controllerIds).map(([type, id]) => [type, createController(id, type)]));
    const all = sessions = new Sessions(notebook => new NotebookSession(notebook, controllers.get(notebook.notebookType)!, () => changed.fire(notebook)),
        notebook => changed.fire(notebook));

    function createController(id: string, type: string): vscode.NotebookController {
        const controller = vscode.notebooks.createNotebookController(id, type, 'C# (NotebookKit)');
        controller.description = 'In this editor, without Python or Jupyter';
        controller.supportedLanguages = languages;
        controller.supportsExecutionOrder = true;
        controller.executeHandler = (cells, notebook) => all.of(notebook).run(cells);
        controller.interruptHandler = notebook => all.of(notebook).interrupt();
        context.subscriptions.push(controller, controller.onDidChangeSelectedNotebooks(change => {
            if (change.selected) selected.add(change.notebook);
            else selected.delete(change.notebook);
            if (change.selected) void speakCSharp(change.notebook);
            if (!change.selected) void all.leave(change.notebook);
            front(vscode.window.activeNotebookEditor);
        }));
        return controller;
    }

    // Views show the notebook that was in front last: a click into a view does not empty it.
    let shown: vscode.NotebookDocument | undefined;
    const front = (editor: vscode.NotebookEditor | undefined) => {
        if (editor && selected.has(editor.notebook)) shown = editor.notebook;
        if (shown && !selected.has(shown)) shown = undefined;
        void vscode.commands.executeCommand('setContext', 'notebookkit.hasNotebook', selected.size > 0);
        variables.refresh();
    };
    const variables = new VariablesView(() => shown && all.find(shown));
    const frames = new FrameViewer(context.extensionUri);

    const offer = (notebook: vscode.NotebookDocument) => {
        const controller = controllers.get(notebook.notebookType);
        if (controller && isCSharpNotebook(notebook)) controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
    };
    const choose = async (editor: vscode.NotebookEditor | undefined) => {
        front(editor);
        if (!editor || selected.has(editor.notebook) || !isCSharpNotebook(editor.notebook)) return;
        const id = controllerIds[editor.notebook.notebookType];
        await vscode.commands.executeCommand('notebook.selectKernel', { notebookEditor: editor, id, extension: context.extension.id, skipIfAlreadySelected: true });
    };
    const withFront = async (action: (notebook: vscode.NotebookDocument) => Promise<unknown>) => {
        const notebook = vscode.window.activeNotebookEditor?.notebook ?? shown;
        if (notebook) await action(notebook);
    };

    context.subscriptions.push(
        changed,
        variables,
        frames,
        ...answerRenderers(),
        vscode.workspace.registerNotebookSerializer(dibType, dibSerializer, { transientOutputs: true }),
        vscode.workspace.onDidOpenNotebookDocument(notebook => {
            offer(notebook);
            all.opened(notebook);
        }),
        vscode.workspace.onDidCloseNotebookDocument(notebook => {
            selected.delete(notebook);
            void all.leave(notebook);
            front(undefined);
        }),
        vscode.window.onDidChangeActiveNotebookEditor(editor => void choose(editor)),
        changed.event(notebook => {
            variables.refresh();
            const session = all.find(notebook);
            if (session) frames.changed(session);
        }),
        vscode.commands.registerCommand('notebookkit.newNotebook', createNotebook),
        vscode.commands.registerCommand('notebookkit.restart', () => withFront(async notebook => {
            await all.of(notebook).restart();
            vscode.window.setStatusBarMessage('The C# kernel was restarted; no variables are set.', 5000);
        })),
        vscode.commands.registerCommand('notebookkit.restartAndRunAll', () => withFront(async notebook => {
            await all.of(notebook).restart();
            await vscode.commands.executeCommand('notebook.execute');
        })),
        vscode.commands.registerCommand('notebookkit.showVariables', () => vscode.commands.executeCommand('notebookkit.variables.focus')),
        vscode.commands.registerCommand('notebookkit.findVariable', () => withFront(async notebook => {
            const chosen = await pickVariable(await variablesOf(notebook));
            if (chosen?.rows !== undefined) frames.show(all.of(notebook), chosen.name);
        })),
        vscode.commands.registerCommand('notebookkit.openFrame', (variable?: Variable) => withFront(async notebook => {
            const chosen = variable ?? await pickVariable((await variablesOf(notebook)).filter(v => v.rows !== undefined));
            if (chosen) frames.show(all.of(notebook), chosen.name);
        })),
        vscode.commands.registerCommand('notebookkit.copyName', (variable: Variable) => vscode.env.clipboard.writeText(variable.name)),
        ...registerLanguageFeatures(document => {
            if (document.languageId !== 'csharp' || !vscode.workspace.isTrusted) return undefined;
            for (const notebook of selected) {
                const cell = notebook.getCells().find(c => c.document === document);
                if (cell) return isCSharp(cell) ? { session: all.of(notebook), cell } : undefined;
            }
            return undefined;
        }, changed.event));

    async function variablesOf(notebook: vscode.NotebookDocument): Promise<Variable[]> {
        const session = all.find(notebook);
        return session?.isStarted ? await session.kernel.variables() : [];
    }

    vscode.workspace.notebookDocuments.forEach(offer);
    void choose(vscode.window.activeNotebookEditor);
}

export async function deactivate(): Promise<void> {
    await sessions?.endAll();
}

/** The empty cell of a new notebook without a name is in the editor's own default language, which this kernel does not run. */
async function speakCSharp(notebook: vscode.NotebookDocument): Promise<void> {
    for (const cell of notebook.getCells()) {
        const { document } = cell;
        if (notebook.isUntitled && isCode(cell) && document.getText() === '' && !languages.includes(document.languageId))
            await vscode.languages.setTextDocumentLanguage(document, 'csharp');
    }
}

async function pickVariable(variables: Variable[]): Promise<Variable | undefined> {
    const items = variables.map(v => ({ label: v.name, description: v.type, detail: v.value, variable: v }));
    const placeHolder = items.length > 0 ? `${items.length} variables; type to search names, types and values` : 'No cell has set a variable yet.';
    return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true }))?.variable;
}
