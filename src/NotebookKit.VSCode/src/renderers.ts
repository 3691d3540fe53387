import * as vscode from 'vscode';

/** Tells the renderer of figures which colours the user wants, when it asks and when that changes. */
export function answerRenderers(): vscode.Disposable[] {
    const messaging = vscode.notebooks.createRendererMessaging('notebookkit-plotly');
    const tell = (editor?: vscode.NotebookEditor) =>
        messaging.postMessage({ figures: vscode.workspace.getConfiguration('notebookkit').get<string>('figures') ?? 'editor' }, editor);
    return [
        messaging.onDidReceiveMessage(({ editor }) => void tell(editor)),
        vscode.workspace.onDidChangeConfiguration(change => {
            if (change.affectsConfiguration('notebookkit.figures')) void tell();
        }),
    ];
}
