import { ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Ask, Completions, Message, OpenFrame, Output, Problem, protocolVersion, Signatures, Variable } from './protocol';

/** How long a cell may ignore an interrupt or the process its end. */
const patience = 5000;

/** Of so many cells that have ended late outputs are still taken. */
const remembered = 256;

interface Request {
    resolve(result: any): void;
    reject(error: Error): void;
}

/** A kernel in a process of its own, reached through its standard input and output. */
export class KernelClient {
    private readonly requests = new Map<number, Request>();
    /** Outputs may follow the reply, when work outlives its cell. */
    private readonly listeners = new Map<number, (output: Output) => void>();
    private readonly answered: number[] = [];
    private count = 0;
    private ended: Error | undefined;
    private errorText = '';
    private isStopping = false;

    private constructor(private readonly process: ChildProcess, private readonly ask: Ask, private readonly onEnd: (reason: Error) => void) {
        process.on('error', e => this.end(e));
        process.on('exit', (code, signal) => this.end(new Error(this.isStopping
            ? 'The kernel was stopped; its variables are gone.'
            : `The kernel ended (${signal ?? `exit code ${code}`}); its variables are lost. The next run starts a new one.${lastWords(this.errorText)}`)));
        process.stdin!.on('error', () => undefined);
        process.stderr!.on('data', (text: Buffer) => (this.errorText = (this.errorText + text.toString()).slice(-100_000)));
        createInterface({ input: process.stdout! }).on('line', line => this.receive(line));
    }

    /** Starts a kernel; it can be asked at once and answers when it is ready. */
    static start(command: readonly string[], folder: string, ask: Ask, onEnd: (reason: Error) => void): KernelClient {
        const [program, ...rest] = command;
        if (!program) throw new Error('No command is given that starts the kernel.');
        const child = spawn(program, [...rest, 'host'], { cwd: folder, stdio: 'pipe', windowsHide: true });
        const client = new KernelClient(child, ask, onEnd);
        client.request('open', { folder }).catch(() => undefined);
        return client;
    }

    get pid(): number | undefined {
        return this.process.pid;
    }

    /** Runs a cell; false when it ended with an error, which was put out. */
    async execute(code: string, cell: string, onOutput: (output: Output) => void): Promise<boolean> {
        return (await this.request('execute', { code, cell }, onOutput)).succeeded;
    }

    /** Stops the running cell and those waiting; variables stay. */
    async interrupt(): Promise<void> {
        await this.request('interrupt', {});
    }

    complete(code: string, position: number): Promise<Completions> {
        return this.request('complete', { code, position });
    }

    async describe(code: string, position: number): Promise<string | null> {
        return (await this.request('describe', { code, position })).text;
    }

    signatures(code: string, position: number): Promise<Signatures> {
        return this.request('signatures', { code, position });
    }

    /** @param above Cells above that have not run. */
    async diagnose(code: string, above: readonly string[] = []): Promise<Problem[]> {
        return (await this.request('diagnose', { code, above })).problems;
    }

    async variables(): Promise<Variable[]> {
        return (await this.request('variables', {})).variables;
    }

    openFrame(variable: string): Promise<OpenFrame> {
        return this.request('frame.open', { variable });
    }

    /** Asks about a frame that is open: `view`, `page`, `summary`, `export`, `close`. */
    askFrame(question: string, params: object): Promise<any> {
        return this.request('frame.' + question, params);
    }

    /** Ends the process, by force if it does not end by itself. */
    async stop(): Promise<void> {
        if (this.ended) return;
        this.isStopping = true;
        const exit = new Promise<void>(resolve => this.process.once('exit', () => resolve()));
        this.process.stdin!.end();
        const force = setTimeout(() => this.process.kill('SIGKILL'), this.requests.size > 0 ? 0 : patience);
        await exit;
        clearTimeout(force);
    }

    private async request(method: string, params: object, onOutput?: (output: Output) => void): Promise<any> {
        if (this.ended) throw this.ended;
        const id = ++this.count;
        if (onOutput) this.listeners.set(id, onOutput);
        const reply = new Promise<any>((resolve, reject) => this.requests.set(id, { resolve, reject }));
        this.send({ id, method, params });
        return await reply;
    }

    private send(message: Message): void {
        this.process.stdin!.write(JSON.stringify(message) + '\n');
    }

    private receive(line: string): void {
        const message = parse(line);
        if (!message) return;
        switch (message.method) {
            case 'ready':
                if (message.params.protocol !== protocolVersion)
                    this.end(new Error(`This extension speaks version ${protocolVersion} of the protocol, the kernel version ${message.params.protocol}. Update both.`));
                break;
            case 'output':
                this.listeners.get(message.params.request)?.(message.params.output);
                break;
            case 'input':
                void this.answer(message);
                break;
            case undefined:
                if (message.error) this.settle(message.id!, r => r.reject(new Error(message.error!.message)));
                else this.settle(message.id!, r => r.resolve(message.result));
                break;
        }
    }

    private settle(id: number, settle: (request: Request) => void): void {
        const request = this.requests.get(id);
        this.requests.delete(id);
        if (this.listeners.has(id)) this.answered.push(id);
        while (this.answered.length > remembered) this.listeners.delete(this.answered.shift()!);
        if (request) settle(request);
    }

    private async answer(question: Message): Promise<void> {
        const text = await this.ask(question.params.prompt, question.params.password);
        this.send(text === undefined ? { id: question.id!, error: { message: 'No answer was given.' } } : { id: question.id!, result: text });
    }

    private end(reason: Error): void {
        if (this.ended) return;
        this.ended = reason;
        for (const request of this.requests.values()) request.reject(reason);
        this.requests.clear();
        this.process.kill();
        this.onEnd(reason);
    }
}

/** Why a process died: the lines that say so, or the end of what it printed. */
function lastWords(errors: string): string {
    const start = errors.search(/^(Stack overflow|Process terminated|Unhandled exception|Out of memory)/m);
    const text = (start < 0 ? errors.slice(-2000) : errors.slice(start).split('\n').slice(0, 4).join('\n')).trim();
    return text && `\n${text}`;
}

/** Lines that hold no object come from programs that cells start. */
function parse(line: string): Message | undefined {
    if (!line.startsWith('{')) return undefined;
    try {
        return JSON.parse(line) as Message;
    } catch {
        return undefined;
    }
}
