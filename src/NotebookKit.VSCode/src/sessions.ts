import * as vscode from 'vscode';
import { NotebookSession } from './session';

/** How long a notebook without a name that was closed may still turn up as a file. */
const patience = 5000;

/** The session of each notebook. A notebook without a name keeps its session when it is first saved: to the editor that is a new document. */
export class Sessions {
    private readonly sessions = new Map<vscode.NotebookDocument, NotebookSession>();
    /** Nameless notebooks that were left, until it is known whether they were saved. */
    private readonly left = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
    /** Files opened while nameless notebooks are open, with when. */
    private readonly files = new Map<vscode.NotebookDocument, number>();

    constructor(private readonly create: (notebook: vscode.NotebookDocument) => NotebookSession, private readonly changed: (notebook: vscode.NotebookDocument) => void) {
    }

    of(notebook: vscode.NotebookDocument): NotebookSession {
        let session = this.sessions.get(notebook);
        if (!session) this.sessions.set(notebook, (session = this.create(notebook)));
        return session;
    }

    find(notebook: vscode.NotebookDocument): NotebookSession | undefined {
        return this.sessions.get(notebook);
    }

    opened(notebook: vscode.NotebookDocument): void {
        if (notebook.isUntitled) return;
        this.files.set(notebook, Date.now());
        for (const nameless of this.left.keys()) if (this.move(nameless, notebook)) return;
    }

    /** A notebook was closed, or another kernel chosen: its session ends. */
    async leave(notebook: vscode.NotebookDocument): Promise<void> {
        this.files.delete(notebook);
        if (!notebook.isUntitled || !this.sessions.get(notebook)?.isStarted) return await this.end(notebook);
        if (this.left.has(notebook)) return;
        for (const [file, since] of this.files)
            if (Date.now() - since < patience && this.move(notebook, file)) return;
        this.left.set(notebook, setTimeout(() => void this.end(notebook), patience));
    }

    async endAll(): Promise<void> {
        await Promise.all([...this.sessions.keys()].map(notebook => this.end(notebook)));
    }

    private move(nameless: vscode.NotebookDocument, file: vscode.NotebookDocument): boolean {
        const session = this.sessions.get(nameless);
        if (!session || this.sessions.get(file)?.isStarted || nameless.notebookType !== file.notebookType || textOf(nameless) !== textOf(file)) return false;
        clearTimeout(this.left.get(nameless));
        this.left.delete(nameless);
        this.sessions.delete(nameless);
        this.sessions.set(file, session);
        session.moveTo(file, () => this.changed(file));
        vscode.window.setStatusBarMessage('The variables were kept. Relative paths still start where they did; after a restart they start beside the file.', 10_000);
        return true;
    }

    private async end(notebook: vscode.NotebookDocument): Promise<void> {
        clearTimeout(this.left.get(notebook));
        this.left.delete(notebook);
        const session = this.sessions.get(notebook);
        this.sessions.delete(notebook);
        await session?.restart();
    }
}

function textOf(notebook: vscode.NotebookDocument): string {
    return notebook.getCells().map(c => c.document.getText()).join('\0');
}
