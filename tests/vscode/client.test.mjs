// The extension's own client against a real `notebookkit host`.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const built = '../../artifacts/vscode/extension/dist/';
const { KernelClient } = require(built + 'kernelClient.js');
const { findCommand } = require(built + 'command.js');

const program = process.env.NOTEBOOKKIT;
assert.ok(program, 'NOTEBOOKKIT names the program');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'notebookkit-')));
const questions = [];
let answer = 'Ada';
let ends = [];
const start = () => KernelClient.start([program], folder, async (prompt, isPassword) => (questions.push({ prompt, isPassword }), answer), e => ends.push(e));

let kernel;
before(() => (kernel = start()));
after(() => kernel.stop());

async function run(code, client = kernel) {
    const outputs = [];
    const succeeded = await client.execute(code, 'cell 1', o => outputs.push(o));
    const text = outputs.filter(o => o.output_type === 'stream').map(o => o.text).join('');
    return { succeeded, outputs, text };
}

test('a cell runs in the folder of the notebook and its value comes in every form', async () => {
    assert.equal((await run('Console.Write(Environment.CurrentDirectory)')).text, folder);
    const { succeeded, outputs } = await run('display(HTML("<b>3</b>")); 40 + 2');
    assert.ok(succeeded);
    assert.deepEqual(outputs.map(o => o.output_type), ['display_data', 'execute_result']);
    assert.equal(outputs[0].data['text/html'], '<b>3</b>');
    assert.equal(outputs[1].data['text/plain'], '42');
});

test('output is streamed while the cell runs', async () => {
    const times = [];
    await kernel.execute('Console.WriteLine("a"); await Task.Delay(700); Console.WriteLine("b");', 'cell 1', () => times.push(Date.now()));
    assert.ok(times.length >= 2 && times.at(-1) - times[0] > 300, `arrived ${times}`);
});

test('text of every plane and size survives', async () => {
    assert.equal((await run('Console.Write("αβ 𝐚 日本 😀\\u2028|")')).text, 'αβ 𝐚 日本 😀\u2028|');
    assert.equal((await run('Console.Write(new string(\'x\', 3_000_000))')).text.length, 3_000_000);
});

test('an error tells cell and line and keeps variables', async () => {
    const { succeeded, outputs } = await run('int kept = 7;\nthrow new InvalidOperationException("boom");');
    assert.equal(succeeded, false);
    assert.equal(outputs[0].ename, 'System.InvalidOperationException');
    assert.match(outputs[0].traceback.join('\n'), /cell 1.*line 2/);
    assert.equal((await run('kept')).outputs[0].data['text/plain'], '7');
});

test('an interrupt stops a loop, keeps variables and is answered while the cell runs', async () => {
    let started;
    const printed = new Promise(resolve => (started = resolve));
    const loop = kernel.execute('int before = 5; Console.WriteLine("go"); while (true) { }', 'cell 1', () => started());
    await printed;
    assert.ok((await kernel.complete('Conso', 5)).items.some(i => i.text === 'Console'), 'completions while a cell runs');
    await kernel.interrupt();
    assert.equal(await loop, false);
    assert.equal((await run('before')).outputs[0].data['text/plain'], '5');
});

test('input is asked of the user; no answer is an error, not a wait', async () => {
    assert.equal((await run('Console.Write(input("name? "))')).text, 'Ada');
    assert.deepEqual(questions.at(-1), { prompt: 'name? ', isPassword: false });
    answer = undefined;
    const { succeeded, outputs } = await run('password("key? ")');
    assert.equal(succeeded, false);
    assert.deepEqual(outputs[0].traceback, ['System.InvalidOperationException: No answer was given.', '   at cell 1, line 1'], 'without frames of the engine');
    assert.deepEqual(questions.at(-1), { prompt: 'key? ', isPassword: true });
});

test('completions, hover, parameters, problems and variables know the session', async () => {
    await run('/* tumour */ var lesions = new List<string> { "L1" };');
    const list = await kernel.complete('lesions.Cou', 11);
    assert.equal(list.start, 8);
    assert.ok(list.items.some(i => i.text === 'Count'));
    assert.match(await kernel.describe('lesions', 3), /List<string>/);
    const signatures = await kernel.signatures('lesions.Insert(1, ', 18);
    assert.equal(signatures.activeParameter, 1);
    const problems = await kernel.diagnose('lesions.Cuont');
    assert.deepEqual(problems.map(p => [p.id, p.error, p.start]), [['CS1061', true, 8]]);
    assert.ok((await kernel.variables()).some(v => v.name === 'lesions' && v.type === 'List<string>'));
});

test('a display is updated under its own name', async () => {
    const { outputs } = await run('var shown = display("one"); shown.Update("two");');
    assert.deepEqual(outputs.map(o => [o.output_type, o.data['text/plain']]), [['display_data', 'one'], ['update_display_data', 'two']]);
    assert.equal(outputs[0].transient.display_id, outputs[1].transient.display_id);
});

test('output that comes after the cell still arrives', async () => {
    let late;
    const arrived = new Promise(resolve => (late = resolve));
    await kernel.execute('_ = Task.Run(async () => { await Task.Delay(300); Console.WriteLine("late"); });', 'cell 1', o => late(o.text));
    assert.equal(await arrived, 'late\n');
});

test('a cell that ends the process fails, and the client says why', async () => {
    const victim = start();
    ends = [];
    await assert.rejects(run('Environment.Exit(3);', victim), /exit code 3/);
    await assert.rejects(run('1', victim), /ended/);
    assert.equal(ends.length, 1);
});

test('a cell that overflows the stack fails, and the client says so', async () => {
    await assert.rejects(run('int Deeper(int n) => 1 + Deeper(n + 1); Deeper(0)', start()), /Stack overflow[^]*Deeper/);
});

test('stopping ends a kernel that loops', async () => {
    const victim = start();
    let started;
    const printed = new Promise(resolve => (started = resolve));
    const cell = victim.execute('Console.WriteLine("go"); while (true) { }', 'cell 1', () => started());
    cell.catch(() => undefined);
    await printed;
    await victim.stop();
    assert.throws(() => process.kill(victim.pid, 0), { code: 'ESRCH' });
    await assert.rejects(cell);
});

test('a program that is not there is reported', async () => {
    ends = [];
    const missing = KernelClient.start([join(folder, 'no-such-program')], folder, async () => undefined, e => ends.push(e));
    await assert.rejects(missing.execute('1', 'cell 1', () => undefined), { code: 'ENOENT' });
    assert.equal(ends[0].code, 'ENOENT');
});

test('the command is the one set, the one noted, or the installed tool', () => {
    const home = join(folder, 'home');
    assert.deepEqual(findCommand(['a', 'b'], home), ['a', 'b']);
    assert.deepEqual(findCommand([], home), ['notebookkit']);
    mkdirSync(join(home, '.notebookkit'), { recursive: true });
    writeFileSync(join(home, '.notebookkit', 'command.json'), JSON.stringify([program, 'x']));
    assert.deepEqual(findCommand([], home), [program, 'x']);
    writeFileSync(join(home, '.notebookkit', 'command.json'), '{ broken');
    assert.deepEqual(findCommand([], home), ['notebookkit']);
});

const vsix = new URL('../../artifacts/vscode/notebookkit.vsix', import.meta.url).pathname;

test('the package is a zip that others can read and holds what its manifests name', () => {
    const read = name => execFileSync('python3', ['-c', 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))', vsix, name]);
    const names = execFileSync('python3', ['-c', 'import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep="\\n")', vsix]).toString().trim().split('\n');
    const manifest = JSON.parse(read('extension/package.json'));
    for (const file of ['README.md', 'LICENSE.txt', manifest.icon, manifest.main]) assert.ok(names.includes(join('extension', file)), file);
    for (const [, file] of read('extension.vsixmanifest').toString().matchAll(/Path="([^"]+)"/g)) assert.ok(names.includes(file), file);
    assert.ok(!names.some(n => n.includes('node_modules')) && manifest.dependencies === undefined, 'no runtime dependency');
    assert.equal(read(`extension/${manifest.icon}`).toString('latin1', 1, 4), 'PNG');
    const commands = manifest.contributes.commands.map(c => c.command);
    const code = read('extension/dist/extension.js').toString();
    for (const command of commands) assert.ok(code.includes(`'${command}'`), command);
    for (const item of Object.values(manifest.contributes.menus).flat()) assert.ok(commands.includes(item.command), item.command);
});

test('the package is the same whenever and wherever it is made', () => {
    const before = readFileSync(vsix);
    const dates = execFileSync('python3', ['-c', 'import sys, zipfile; print({i.date_time for i in zipfile.ZipFile(sys.argv[1]).infolist()})', vsix]).toString();
    assert.equal(dates.trim(), '{(1980, 1, 1, 0, 0, 0)}');
    execFileSync('node', [new URL('../../src/NotebookKit.VSCode/package.mjs', import.meta.url).pathname], { cwd: folder, env: { ...process.env, TZ: 'Pacific/Auckland', LC_ALL: 'C' } });
    assert.ok(readFileSync(vsix).equals(before));
    assert.ok(!before.includes(fileURLToPath(new URL('../..', import.meta.url))), 'it names no folder of this machine');
});

test('without the package, installing tells how to make it', () => {
    const { status, stderr } = spawnSync(program, ['vscode', 'install', '--vsix', join(folder, 'none.vsix')], { encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.match(stderr, /no extension at '.*none\.vsix'.*npm ci && npm run build.*--vsix/s);
});
