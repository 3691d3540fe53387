import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { conditionsOf } from './filters';
import { OpenFrame } from './protocol';
import { NotebookSession } from './session';

/** What the page asks; each question is answered by its number. */
interface Question {
    id: number;
    method: 'open' | 'view' | 'page' | 'summary' | 'export';
    params: any;
}

/** Tabs that show data frames. The rows stay in the kernel; a page of them is fetched when it comes into view. */
export class FrameViewer implements vscode.Disposable {
    private readonly tabs = new Map<string, FrameTab>();

    constructor(private readonly extension: vscode.Uri) {
    }

    show(session: NotebookSession, variable: string): void {
        const key = `${session.uri.toString()} ${variable}`;
        const tab = this.tabs.get(key);
        if (tab) return tab.reveal();
        this.tabs.set(key, new FrameTab(this.extension, session, variable, () => this.tabs.delete(key)));
    }

    /** Cells of a session have run, or its kernel has ended. */
    changed(session: NotebookSession): void {
        for (const tab of this.tabs.values()) if (tab.session === session) tab.changed();
    }

    dispose(): void {
        for (const tab of [...this.tabs.values()]) tab.dispose();
    }
}

class FrameTab {
    private readonly panel: vscode.WebviewPanel;
    private open: OpenFrame | undefined;

    constructor(extension: vscode.Uri, readonly session: NotebookSession, private variable: string, onClose: () => void) {
        const media = vscode.Uri.joinPath(extension, 'media');
        this.panel = vscode.window.createWebviewPanel('notebookkit.frame', variable, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
            { enableScripts: true, localResourceRoots: [media] });
        this.panel.webview.html = pageOf(this.panel.webview, media);
        this.panel.webview.onDidReceiveMessage((question: Question) => this.take(question));
        this.panel.onDidDispose(() => {
            this.close();
            onClose();
        });
    }

    reveal(): void {
        this.panel.reveal(undefined, true);
    }

    changed(): void {
        void this.panel.webview.postMessage({ changed: true });
    }

    dispose(): void {
        this.panel.dispose();
    }

    private async take({ id, method, params }: Question): Promise<void> {
        try {
            await this.panel.webview.postMessage({ id, result: await this.answer(method, params) });
        } catch (error) {
            await this.panel.webview.postMessage({ id, error: (error as Error).message });
        }
    }

    private async answer(method: Question['method'], params: any): Promise<unknown> {
        if (!this.session.isStarted) throw new Error('The session has ended, and its data frames with it. Run the notebook again.');
        const kernel = this.session.kernel;
        if (method === 'open') {
            this.close();
            if (params.variable) this.panel.title = this.variable = params.variable;
            const frames = (await kernel.variables()).filter(v => v.rows !== undefined).map(v => v.name);
            return { ...this.open = await kernel.openFrame(this.variable), variable: this.variable, frames };
        }
        const open = this.open;
        if (!open) throw new Error('The data frame is not open.');
        switch (method) {
            case 'view': {
                const filter = Object.entries(params.filters as Record<string, string>)
                    .flatMap(([column, text]) => conditionsOf(Number(column), open.columns[Number(column)]?.number ?? false, text));
                return await kernel.askFrame('view', { frame: open.frame, sort: params.sort, filter });
            }
            case 'export':
                return await this.export(open, params);
            default:
                return await kernel.askFrame(method, { ...params, frame: open.frame });
        }
    }

    private async export(open: OpenFrame, params: any): Promise<unknown> {
        const uri = await vscode.window.showSaveDialog({
            title: 'Export the rows shown as CSV',
            filters: { CSV: ['csv'] },
            defaultUri: vscode.Uri.file(join(dirname(this.session.uri.fsPath), this.variable + '.csv')),
        });
        return uri ? { path: uri.fsPath, ...await this.session.kernel.askFrame('export', { ...params, frame: open.frame, path: uri.fsPath }) } : {};
    }

    private close(): void {
        if (this.open && this.session.isStarted) this.session.kernel.askFrame('close', { frame: this.open.frame }).catch(() => undefined);
        this.open = undefined;
    }
}

function pageOf(webview: vscode.Webview, media: vscode.Uri): string {
    const nonce = randomBytes(16).toString('base64');
    const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
    return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Data frame</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<link rel="stylesheet" href="${file('frame.css')}"></head>
<body>
<div id="bar"><label>Data frame <select id="frames"></select></label><span id="size"></span><button id="clear" hidden>Show all rows</button><button id="export">Export as CSV…</button></div>
<div id="message" role="status"></div>
<div id="grid" role="grid" tabindex="0" aria-label="Data frame"><div id="space"><div id="head" role="rowgroup"></div><div id="body" role="rowgroup"></div></div></div>
<script nonce="${nonce}" src="${file('frame.js')}"></script>
</body></html>`;
}
