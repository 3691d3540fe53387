import { dirname } from 'node:path';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { cellCode, cellName, isCode } from './cells';
import { findCommand } from './command';
import { KernelClient } from './kernelClient';
import { errorOutput, OutputWriter } from './outputs';

const interruptPatience = 5000;

/** Errors of cells of which nothing was carried out; exceptions have the names of their types. */
const neverRan = new Set(['Compilation error', 'Error']);

/** The kernel of one notebook. The process starts when first needed and again after it ended. */
export class NotebookSession {
    private client: KernelClient | undefined;
    private displays = new Map<string, vscode.NotebookCellOutput[]>();
    private declared = new Set<vscode.NotebookCell>();
    private count = 0;
    /** Grows with each interrupt; runs that were asked for before it do not go on. */
    private interrupts = 0;
    private queue: Promise<void> = Promise.resolve();
    private turn: Promise<unknown> = Promise.resolve();
    private readonly marks = new WeakMap<vscode.NotebookCell, { order: number; succeeded: boolean; started: number; ended: number }>();
    private readonly executions = new Map<vscode.NotebookCell, vscode.NotebookCellExecution>();
    private questions = new vscode.CancellationTokenSource();

    /** @param onChange Called when what the kernel knows has changed. */
    constructor(
        private notebook: vscode.NotebookDocument,
        private readonly controller: vscode.NotebookController,
        private onChange: () => void) {
    }

    /** The running kernel; starts it if there is none. */
    get kernel(): KernelClient {
        if (this.client) return this.client;
        if (!vscode.workspace.isTrusted) throw new Error('The workspace is not trusted, so no code of it is run.');
        this.forget();
        const command = findCommand(vscode.workspace.getConfiguration('notebookkit').get<string[]>('command') ?? []);
        const client = KernelClient.start(command, this.folder, (prompt, isPassword) => ask(prompt, isPassword, this.questions.token), reason => {
            if (this.client !== client) return;
            this.client = undefined;
            this.forget();
            void this.explain(reason, command);
        });
        return (this.client = client);
    }

    get isStarted(): boolean {
        return this.client !== undefined;
    }

    /** Runs cells one after the other; the first error stops those after it, as in a run from the command line. */
    run(cells: readonly vscode.NotebookCell[]): Promise<void> {
        const asked = this.interrupts;
        const run = this.queue.then(async () => {
            const executions = await this.inTurn(() => cells.map(cell => this.begin(cell)));
            let succeeded = true;
            for (const execution of executions) {
                if (succeeded && asked === this.interrupts) {
                    succeeded = await this.runOne(execution);
                } else {
                    execution.start();
                    this.end(execution, undefined);
                }
            }
            this.withdrawQuestions();
            this.onChange();
        });
        this.queue = run.catch(() => undefined);
        return run;
    }

    /** Stops the running cell and those waiting; offers a restart when the cell does not stop. */
    async interrupt(): Promise<void> {
        this.interrupts++;
        const client = this.client;
        if (!client) return;
        await client.interrupt();
        let isOver = false, timer;
        await Promise.race([this.queue.then(() => (isOver = true)), new Promise(resolve => (timer = setTimeout(resolve, interruptPatience)))]);
        clearTimeout(timer);
        if (isOver || this.client !== client) return;
        const restart = 'Restart Kernel';
        const choice = await vscode.window.showWarningMessage('The cell does not stop: it runs code outside .NET or on other threads. A restart ends it; variables are lost.', restart);
        if (choice === restart && !isOver) await this.restart();
    }

    async restart(): Promise<void> {
        this.interrupts++;
        const client = this.client;
        this.client = undefined;
        this.forget();
        await client?.stop();
        await this.queue;
        this.onChange();
    }

    /** Whether the kernel knows what a cell declares: it ran, if only until it threw. */
    isDeclared(cell: vscode.NotebookCell): boolean {
        return this.declared.has(cell);
    }

    /** The code of the cells above that the kernel does not know. */
    unknownAbove(cell: vscode.NotebookCell): string[] {
        return this.notebook.getCells(new vscode.NotebookRange(0, cell.index)).filter(c => isCode(c) && !this.declared.has(c)).map(cellCode);
    }

    get uri(): vscode.Uri {
        return this.notebook.uri;
    }

    /** Goes on with the same cells in another document: a notebook that had no name is saved as a new one. */
    moveTo(notebook: vscode.NotebookDocument, onChange: () => void): void {
        const before = this.notebook.getCells(), after = notebook.getCells();
        before.forEach((cell, i) => {
            const now = after[i];
            if (!now) return;
            if (this.declared.delete(cell)) this.declared.add(now);
            const mark = this.marks.get(cell);
            if (mark) this.marks.set(now, mark);
        });
        this.notebook = notebook;
        this.displays = new Map();
        this.onChange = onChange;
        onChange();
    }

    private async runOne(execution: vscode.NotebookCellExecution): Promise<boolean> {
        const cell = execution.cell;
        const client = this.kernel;
        const mark = { order: ++this.count, succeeded: false, started: Date.now(), ended: 0 };
        execution.executionOrder = mark.order;
        execution.start(mark.started);
        const writer = new OutputWriter(execution, this.displays, show => this.inTurn(() => this.showLate(cell, show)));
        let isDeclared = true;
        try {
            await execution.clearOutput();
            mark.succeeded = await client.execute(cellCode(cell), cellName(cell), output => {
                if (output.output_type === 'error' && neverRan.has(output.ename)) isDeclared = false;
                writer.write(output);
            });
            if (isDeclared) this.declared.add(cell);
        } catch (error) {
            writer.write(errorOutput(error as Error));
        }
        await writer.end();
        mark.ended = Date.now();
        this.marks.set(cell, mark);
        this.end(execution, mark.succeeded, mark.ended);
        return mark.succeeded;
    }

    /** Shows what a cell puts out after its end, and leaves the mark of its last run as it was. */
    private async showLate(cell: vscode.NotebookCell, show: (execution: vscode.NotebookCellExecution) => Promise<void>): Promise<void> {
        const running = this.executions.get(cell);
        if (running) return await show(running);
        const mark = this.marks.get(cell)!;
        const again = this.controller.createNotebookCellExecution(cell);
        again.executionOrder = mark.order;
        again.start(mark.started);
        await show(again).finally(() => again.end(mark.succeeded, mark.ended));
    }

    /** The editor allows one execution of a cell at a time, and a late output needs one, too. */
    private inTurn<T>(action: () => T | Promise<T>): Promise<T> {
        const result = this.turn.then(action);
        this.turn = result.catch(() => undefined);
        return result;
    }

    private begin(cell: vscode.NotebookCell): vscode.NotebookCellExecution {
        const execution = this.controller.createNotebookCellExecution(cell);
        this.executions.set(cell, execution);
        return execution;
    }

    private end(execution: vscode.NotebookCellExecution, succeeded: boolean | undefined, time?: number): void {
        this.executions.delete(execution.cell);
        execution.end(succeeded, time);
    }

    /** A question does not outlive the cell that asked. */
    private withdrawQuestions(): void {
        this.questions.cancel();
        this.questions.dispose();
        this.questions = new vscode.CancellationTokenSource();
    }

    private forget(): void {
        this.displays = new Map();
        this.declared = new Set();
        this.count = 0;
    }

    private get folder(): string {
        const uri = this.notebook.uri;
        return uri.scheme === 'file' ? dirname(uri.fsPath) : vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
    }

    private async explain(reason: Error, command: string[]): Promise<void> {
        if ((reason as NodeJS.ErrnoException).code !== 'ENOENT') return;
        const settings = 'Open Settings';
        const choice = await vscode.window.showErrorMessage(
            `The program '${command[0]}' was not found. Install the tool 'notebookkit' with the .NET SDK and run 'notebookkit vscode install', or set the command.`, settings);
        if (choice === settings) await vscode.commands.executeCommand('workbench.action.openSettings', 'notebookkit.command');
    }
}

async function ask(prompt: string, isPassword: boolean, withdrawn: vscode.CancellationToken): Promise<string | undefined> {
    return await vscode.window.showInputBox({ prompt: prompt || 'The cell asks for a line of text.', password: isPassword, ignoreFocusOut: true }, withdrawn);
}
