import * as vscode from 'vscode';
import { MimeBundle, Output } from './protocol';

/** Puts the outputs of one cell into the notebook, in order. */
export class OutputWriter {
    private pending: Promise<unknown> = Promise.resolve();
    private stream: { name: string; output: vscode.NotebookCellOutput } | undefined;
    private clearBeforeNext = false;
    private readonly shown: vscode.NotebookCellOutput[] = [];
    private progress: vscode.NotebookCellOutput | undefined;
    private isEnded = false;

    /** @param late Runs what a late output does, with an execution that it may write to. */
    constructor(
        private execution: vscode.NotebookCellExecution,
        private readonly displays: Map<string, vscode.NotebookCellOutput[]>,
        private readonly late: (show: (execution: vscode.NotebookCellExecution) => Promise<void>) => Promise<void>) {
    }

    write(output: Output): void {
        this.pending = this.pending.then(() => this.apply(output)).catch(e => console.error(e));
    }

    /** Waits until all outputs so far are shown. Later ones are shown all the same. */
    async end(): Promise<void> {
        await this.pending;
        // A kernel that ends in the midst of it does not say that it is over.
        await this.removeProgress();
        this.isEnded = true;
    }

    private async apply(output: Output): Promise<void> {
        if (!this.isEnded) return await this.show(output);
        await this.late(async execution => {
            this.execution = execution;
            await this.show(output);
        });
    }

    private async show(output: Output): Promise<void> {
        if (output.output_type === 'clear_output') {
            this.clearBeforeNext = output.wait;
            if (!output.wait) await this.clear();
            return;
        }
        if (output.output_type === 'progress') return await this.showProgress(output);
        if (output.output_type === 'update_display_data') {
            const items = toItems(output.data);
            for (const shown of this.displays.get(output.transient?.display_id ?? '') ?? []) await this.execution.replaceOutputItems(items, shown);
            return;
        }
        if (this.clearBeforeNext) await this.clear();
        this.clearBeforeNext = false;
        if (output.output_type === 'stream' && this.stream?.name === output.name) {
            await this.execution.appendOutputItems(toStreamItem(output.name, output.text), this.stream.output);
            return;
        }
        const shown = toOutput(output, this.execution.executionOrder);
        this.stream = output.output_type === 'stream' ? { name: output.name, output: shown } : undefined;
        if (output.output_type === 'display_data' && output.transient?.display_id) {
            const id = output.transient.display_id;
            this.displays.set(id, [...(this.displays.get(id) ?? []), shown]);
        }
        this.shown.push(shown);
        await this.execution.appendOutput(shown);
    }

    /** A bar that moves while a long computation runs and is gone afterwards. */
    private async showProgress({ text, share, over }: Extract<Output, { output_type: 'progress' }>): Promise<void> {
        if (over) return await this.removeProgress();
        const shown = this.progress;
        const html = `<div role="status"><progress max="1" value="${share.toFixed(3)}"></progress> ${text.replace(/[<>&]/g, c => `&#${c.charCodeAt(0)};`)}</div>`;
        const items = [vscode.NotebookCellOutputItem.text(html, 'text/html'), vscode.NotebookCellOutputItem.text(text, 'text/plain')];
        if (shown) await this.execution.replaceOutputItems(items, shown);
        else await this.execution.appendOutput(this.progress = new vscode.NotebookCellOutput(items));
    }

    private async removeProgress(): Promise<void> {
        if (!this.progress) return;
        this.progress = undefined;
        await this.execution.replaceOutput([...this.shown]);
    }

    private async clear(): Promise<void> {
        this.stream = this.progress = undefined;
        this.shown.length = 0;
        await this.execution.clearOutput();
    }
}

/** An error that did not come from the cell's own code. */
export function errorOutput(error: Error): Output {
    return { output_type: 'error', ename: 'Kernel', evalue: error.message, traceback: [error.message] };
}

function toOutput(output: Exclude<Output, { output_type: 'clear_output' | 'progress' }>, executionCount: number | undefined): vscode.NotebookCellOutput {
    // The editor's own serialiser of .ipynb files reads this metadata when it saves.
    const metadata = { outputType: output.output_type, ...output.output_type === 'execute_result' && { executionCount } };
    switch (output.output_type) {
        case 'stream':
            return new vscode.NotebookCellOutput([toStreamItem(output.name, output.text)], metadata);
        case 'error': {
            const error = { name: output.ename, message: output.evalue, stack: output.traceback.join('\n') };
            return new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.error(error)], { ...metadata, originalError: output });
        }
        default:
            return new vscode.NotebookCellOutput(toItems(output.data), metadata);
    }
}

function toStreamItem(name: string, text: string): vscode.NotebookCellOutputItem {
    return name === 'stderr' ? vscode.NotebookCellOutputItem.stderr(text) : vscode.NotebookCellOutputItem.stdout(text);
}

/** The editor shows the first form that it can: figures that can be drawn anew come before their pictures, as when a file is opened. */
function toItems(data: MimeBundle): vscode.NotebookCellOutputItem[] {
    const isFigure = ([mime]: [string, unknown]) => mime.startsWith('application/vnd.');
    const forms = Object.entries(data);
    return [...forms.filter(isFigure), ...forms.filter(form => !isFigure(form))].map(([mime, content]) => {
        if (typeof content !== 'string') return vscode.NotebookCellOutputItem.json(content, mime);
        const isBinary = mime.startsWith('image/') && mime !== 'image/svg+xml';
        return isBinary
            ? new vscode.NotebookCellOutputItem(Buffer.from(content, 'base64'), mime)
            : vscode.NotebookCellOutputItem.text(content, mime);
    });
}
