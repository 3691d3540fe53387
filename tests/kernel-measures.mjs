// Measures `notebookkit host` as an editor meets it. Each figure is the median of several fresh kernels.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { createInterface } from 'node:readline';

const program = process.argv[2], runs = 7, warmCells = 50;
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];
const samples = { ready: [], first: [], warm: [], idle: [], own: [], package: [], long: [] };
const packageCell = '#r "nuget: MathNet.Numerics, 5.0.0"\nMathNet.Numerics.SpecialFunctions.Gamma(5)';

// The kernel before the first only sees to it that the package is at hand.
for (let run = -1; run < runs; run++) {
    const started = performance.now();
    const child = spawn(program, ['host'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const replies = new Map();
    const ready = new Promise(resolve => createInterface({ input: child.stdout }).on('line', line => {
        if (!line.startsWith('{')) return;
        const message = JSON.parse(line);
        if (message.method === 'ready') resolve();
        else if (message.result) replies.get(message.id)(message.result);
    }));
    let id = 0;
    const execute = code => new Promise(resolve => {
        replies.set(++id, resolve);
        child.stdin.write(JSON.stringify({ id, method: 'execute', params: { code, cell: 'cell' } }) + '\n');
    });
    const timed = async code => {
        const start = performance.now();
        if (!(await execute(code)).succeeded) throw new Error(`failed: ${code}`);
        return performance.now() - start;
    };
    await ready;
    const end = async () => {
        child.stdin.end();
        await new Promise(resolve => child.once('exit', resolve));
    };
    if (run < 0) {
        await timed(packageCell);
        await end();
        continue;
    }
    samples.ready.push(performance.now() - started);
    samples.first.push(await timed('var x = Enumerable.Range(1, 100).Select(i => i * i).Sum(); x'));
    const warm = [];
    for (let i = 0; i < warmCells; i++) warm.push(await timed(`${i} + 1`));
    samples.warm.push(median(warm));
    await new Promise(resolve => setTimeout(resolve, 500));
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    samples.idle.push(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024);
    samples.own.push(Number(/RssAnon:\s+(\d+)/.exec(status)[1]) / 1024);
    samples.package.push(await timed(packageCell));
    if (run === 0) {
        for (let i = 0; i < 1000; i++) await execute(`var again = new byte[100_000]; again.Length + ${i}`);
        const after = [];
        for (let i = 0; i < warmCells; i++) after.push(await timed(`${i} + 2`));
        samples.long.push(median(after));
    }
    await end();
}

const row = (name, value, unit) => console.log(`| ${name} | ${value.toFixed(value < 100 ? 1 : 0)} ${unit} |`);
console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, median of ${runs} kernels\n\n| measure | value |\n|---|---|`);
row('start to ready', median(samples.ready), 'ms');
row('first cell', median(samples.first), 'ms');
row('warm cell', median(samples.warm), 'ms');
row('warm cell after 1,000 cells', median(samples.long), 'ms');
row('cached package: #r "nuget: …" and its first call', median(samples.package), 'ms');
row('memory of its own when idle after 51 cells', median(samples.own), 'MB');
row('the same with the mapped program files', median(samples.idle), 'MB');
