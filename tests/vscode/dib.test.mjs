// .dib files in the editor: read as the kernel reads them, and saved byte for byte.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const require = createRequire(import.meta.url);
const editor = require('./fake-vscode.cjs');
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? editor : load(name, ...rest));
const built = '../../artifacts/vscode/extension/dist/';
const { parseDib, writeDib } = require(built + 'dib.js');
const { dibSerializer } = require(built + 'dibSerializer.js');
const { cellCode, isCSharpNotebook } = require(built + 'cells.js');

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'notebookkit-')));
const meta = '#!meta\n\n{"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"languageName":"csharp","name":"csharp"}]}}\n\n';
const files = {
    polyglot: meta + '#!markdown\n\n# Title\n\ntwo  \nlines\n\n#!csharp\n\nvar x = 1;\n#!time\nx\n\n#!sql\n\nselect 1\n\n#!pwsh\n\nls\n',
    'without meta': '#!csharp\n\n1\n\n#!fsharp\n\n2',
    'without heading': 'var first = 1;\n\n#!markdown\ntext\n#!c#\nfirst\n\n\n\n#!md\n\n\n\nmore\n\n\n',
    'with empty cells': meta + '#!csharp\n\n\n\n#!markdown\n\n#!csharp\n\n3\n',
    'with carriage returns': (meta + '#!csharp\n\nvar s = "é 😀";\ns\n\n#!html\n\n<b>x</b>\n').replaceAll('\n', '\r\n'),
    'with a mark': '\uFEFF#!csharp\n\n1\n',
    'with options': '#!csharp\n\n#!sql --name rows\nselect 1\n\n#!value\n\nabc\n\n#!raw\n\nas it is\n#!nonsense\n',
    'with blanks at headings': '#!csharp  \n\n1\n\n#!R\n\nx <- 1\n',
    'only meta': meta,
    empty: '',
    'blank': '\n\n',
};
const notebook = cells => ({ cells: cells.map(([kind, languageId, value, metadata]) => ({ kind, languageId, value, metadata })), metadata: {} });
const text = bytes => Buffer.from(bytes).toString('utf8');

for (const [name, content] of Object.entries(files)) {
    test(`${name}: opened and saved, not a byte changes`, () => {
        assert.equal(writeDib(parseDib(content)), content);
        assert.equal(text(dibSerializer.serializeNotebook(dibSerializer.deserializeNotebook(Buffer.from(content)))), content);
    });

    test(`${name}: the same cells as the kernel reads`, () => {
        const source = join(folder, name.replaceAll(' ', '-') + '.dib'), target = source.replace('.dib', '.ipynb');
        writeFileSync(source, content);
        convert(source, target, 'ipynb');
        const { cells } = JSON.parse(readFileSync(target, 'utf8'));
        const read = cells.map(c => [c.metadata.polyglot_notebook?.kernelName ?? c.cell_type, c.source.join('')]);
        assert.deepEqual(parseDib(content.replaceAll('\r\n', '\n')).cells.filter(c => c.text.trim() !== '').map(c => [c.language, c.text]), read);
    });
}

test('what was edited is saved, and all else as it was', () => {
    const data = dibSerializer.deserializeNotebook(Buffer.from(files['without heading']));
    assert.deepEqual(data.cells.map(c => [c.kind, c.languageId, c.value]), [[2, 'csharp', 'var first = 1;'], [1, 'markdown', 'text'], [2, 'csharp', 'first'], [1, 'markdown', 'more']]);
    data.cells[2].value = 'first + 1';
    assert.equal(text(dibSerializer.serializeNotebook(data)), files['without heading'].replace('#!c#\nfirst', '#!c#\nfirst + 1'));
    data.cells[2].languageId = 'fsharp';
    assert.ok(text(dibSerializer.serializeNotebook(data)).includes('text\n#!fsharp\n\nfirst + 1\n\n#!md'));
    data.cells.reverse();
    assert.deepEqual(parseDib(text(dibSerializer.serializeNotebook(data))).cells.map(c => [c.language, c.text]),
        [['markdown', 'more'], ['fsharp', 'first + 1'], ['markdown', 'text'], ['csharp', 'var first = 1;']]);
    data.cells.splice(0, 4);
    assert.deepEqual(parseDib(text(dibSerializer.serializeNotebook(data))).cells, []);
});

test('any order of cells, cut and grown, is read back as it was', () => {
    const contents = Object.values(files);
    let seed = 1;
    const random = n => (seed = (seed * 48271) % 2147483647) % n;
    for (let i = 0; i < 3000; i++) {
        const data = dibSerializer.deserializeNotebook(Buffer.from(contents[random(contents.length)]));
        for (let change = random(4); change >= 0; change--) {
            const at = random(data.cells.length + 1);
            if (random(3) === 0) data.cells.splice(at, 1);
            else if (random(2) === 0) data.cells.splice(at, 0, ...data.cells.splice(random(data.cells.length + 1), 1));
            else data.cells.splice(at, 0, { kind: 2, languageId: ['csharp', 'sql', 'powershell'][random(3)], value: ['new', 'a\n\nb', '#!time\n1'][random(3)] });
        }
        const cells = data.cells.map(c => c.value);
        const again = dibSerializer.deserializeNotebook(dibSerializer.serializeNotebook(data));
        assert.deepEqual(again.cells.map(c => [c.languageId, c.value]).filter(c => c[1].trim() !== ''), data.cells.map(c => [c.languageId, c.value]).filter(c => c[1].trim() !== ''), JSON.stringify(cells));
        assert.deepEqual(dibSerializer.serializeNotebook(again), dibSerializer.serializeNotebook(data));
    }
});

test('a new file is what the kernel writes', () => {
    const source = join(folder, 'new.ipynb'), target = join(folder, 'new.dib');
    const code = (language, lines) => ({ cell_type: 'code', metadata: { polyglot_notebook: { kernelName: language } }, source: lines, outputs: [], execution_count: null });
    writeFileSync(source, JSON.stringify({ cells: [{ cell_type: 'markdown', metadata: {}, source: '# T' }, code('csharp', 'var x = 1;\nx'), code('pwsh', 'ls')], metadata: {}, nbformat: 4, nbformat_minor: 4 }));
    convert(source, target, 'dib');
    const saved = dibSerializer.serializeNotebook(notebook([[1, 'markdown', '# T'], [2, 'csharp', 'var x = 1;\nx'], [2, 'powershell', 'ls']]));
    assert.equal(text(saved), readFileSync(target, 'utf8'));
});

test('cells are run in the language of the file', () => {
    const of = (languageId, language) => ({ kind: 2, notebook: { notebookType: 'notebookkit-dib' }, metadata: { dib: { language } }, document: { languageId, getText: () => '1' } });
    assert.equal(cellCode(of('csharp', 'csharp')), '1');
    assert.equal(cellCode(of('plaintext', 'value')), '#!value\n1');
    assert.equal(cellCode(of('powershell', 'pwsh')), '#!pwsh\n1');
    assert.equal(cellCode(of('sql', 'csharp')), '#!sql\n1');
    assert.ok(isCSharpNotebook({ notebookType: 'notebookkit-dib' }));
});

function convert(source, target, form) {
    const { status, stderr } = spawnSync(process.env.NOTEBOOKKIT, ['convert', source, '--to', form, '--output', target]);
    assert.equal(status, 0, stderr.toString());
    assert.ok(readFileSync(target).length > 0);
}
