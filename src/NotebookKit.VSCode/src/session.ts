import { dirname } from 'node:path';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { cellCode, cellName, isCode } from './cells';
import { findCommand } from './command';
import { KernelClient } from './kernelClient';
import { errorOutput, OutputWriter } from './outputs';

const interruptPatience = 5000;

/** The kernel of one notebook. The process starts when first needed and again after it ended. */
export class NotebookSession {
    private client: KernelClient | undefined;
    private displays = new Map<string, vscode.NotebookCellOutput[]>();
    private ran = new Set<vscode.NotebookCell>();
    private count = 0;
    /** Grows with each interrupt; runs that were asked for before it do not go on. */
    private interrupts = 0;
    private queue: Promise<void> = Promise.resolve();

    constructor(private readonly notebook: vscode.NotebookDocument, private readonly controller: vscode.NotebookController) {
    }

    /** The running kernel; starts it if there is none. */
    get kernel(): KernelClient {
        if (this.client) return this.client;
        this.forget();
        const command = findCommand(vscode.workspace.getConfiguration('notebookkit').get<string[]>('command') ?? []);
        const client = KernelClient.start(command, this.folder, ask, reason => {
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
        this.queue = this.queue.then(async () => {
            const executions = cells.map(cell => this.controller.createNotebookCellExecution(cell));
            let succeeded = true;
            for (const execution of executions) {
                if (succeeded && asked === this.interrupts) {
                    succeeded = await this.runOne(execution);
                } else {
                    execution.start();
                    execution.end(undefined);
                }
            }
        });
        return this.queue;
    }

    /** Stops the running cell and those waiting; offers a restart when the cell does not stop. */
    async interrupt(): Promise<void> {
        this.interrupts++;
        const client = this.client;
        if (!client) return;
        await client.interrupt();
        let isOver = false;
        void this.queue.then(() => (isOver = true));
        await new Promise(resolve => setTimeout(resolve, interruptPatience));
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
    }

    /** Whether every code cell above has run, so that what the cell uses can be known. */
    hasRunAbove(cell: vscode.NotebookCell): boolean {
        return this.notebook.getCells(new vscode.NotebookRange(0, cell.index)).filter(isCode).every(c => this.ran.has(c));
    }

    private async runOne(execution: vscode.NotebookCellExecution): Promise<boolean> {
        const cell = execution.cell;
        const client = this.kernel;
        const order = ++this.count;
        execution.executionOrder = order;
        execution.start(Date.now());
        await execution.clearOutput();
        const writer = new OutputWriter(execution, this.displays, () => {
            const later = this.controller.createNotebookCellExecution(cell);
            later.executionOrder = order;
            later.start();
            return later;
        });
        let succeeded = false;
        try {
            succeeded = await client.execute(cellCode(cell), cellName(cell), output => writer.write(output));
            this.ran.add(cell);
        } catch (error) {
            writer.write(errorOutput(error as Error));
        }
        await writer.end(succeeded);
        return succeeded;
    }

    private forget(): void {
        this.displays = new Map();
        this.ran = new Set();
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

async function ask(prompt: string, isPassword: boolean): Promise<string | undefined> {
    return await vscode.window.showInputBox({ prompt: prompt || 'The cell asks for a line of text.', password: isPassword, ignoreFocusOut: true });
}
