// Values from data never become markup: every formatter gets hostile values, and what it wrote is loaded in Chromium with nothing to protect it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.env.NOTEBOOKKIT ?? join(root, 'artifacts/bin/NotebookKit.Cli/release/notebookkit');
const beacon = 'https://evil.invalid/';
const call = 'window.pwned=(window.pwned||[]).concat(1)';
const vectors = [
  `<script>${call}</script>`,
  `<img src=x onerror="${call}">`,
  `<svg onload="${call}"></svg>`,
  `"><img src=x onerror=${call}>`,
  `' onmouseover='${call}' autofocus onfocus='${call}' x='`,
  `</td></tr></table><script>${call}</script>`,
  `</script><script>${call}</script>`,
  `]]></style></title></textarea><script>${call}</script>`,
  `--><script>${call}</script><!--`,
  `<a href="javascript:${call}">x</a>`,
  `<iframe srcdoc="<script>parent.pwned=[1]</script>"></iframe>`,
  `<img src="${beacon}a.png">`,
  `<link rel=stylesheet href="${beacon}a.css">`,
  `<style>@import url(${beacon}b.css)</style>`,
  `url(${beacon}c.png);background:url('${beacon}d.png')`,
  `&lt;script&gt;${call}&lt;/script&gt;`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=${call}>`,
  `\u202e<b onclick=${call}>\u0000\ud83d\ude00`,
];

/** Vectors and random joins of their pieces; the seed is fixed. */
function hostileValues(count) {
  let state = 20240108;
  const next = n => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % n;
  const pieces = vectors.flatMap(v => v.split(/(?=[<>"'&])/));
  const random = Array.from({ length: count }, () => Array.from({ length: 2 + next(6) }, () => pieces[next(pieces.length)]).join(''));
  return [...vectors, ...random].map(v => v.replace('\u0000', ''));
}

const literal = text => '"' + [...text].flatMap(c => c.length > 1 ? [c[0], c[1]] : [c]).map(c =>
  /[\w ]/.test(c) && c.charCodeAt(0) < 128 ? c : '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0')).join('') + '"';

const kit = ['NotebookKit.dll', 'NotebookKit.Charts.dll', 'Microsoft.Data.Analysis.dll'].map(f => `#r "${join(root, 'artifacts/kit', f)}"`).join('\n');
const cells = [
  `${kit}\nusing Microsoft.Data.Analysis;\nusing NotebookKit;\nusing NotebookKit.Charts;\nvar hostile = new[] { ${hostileValues(150).map(literal).join(', ')} };`,
  `record Holder(string Text, object Inner);
class Odd { public string this[int i] => "x"; public string Text { get; init; } = ""; public override string ToString() => Text; }
foreach (string h in hostile)
{
    display(h); display(new { Text = h }); display(new Holder(h, new Holder(h, null))); display(new Odd { Text = h });
    display(new[] { h, h }); display(new Dictionary<string, object> { [h] = h }); display((h, 1)); display(new List<List<string>> { new() { h } });
    display(new Exception(h)); display(new Uri("https://a.invalid/?" + Uri.EscapeDataString(h))); display(new StringBuilder(h)); display(System.Text.Json.Nodes.JsonValue.Create(h));
    display(new System.Text.Json.Nodes.JsonObject { [h] = new System.Text.Json.Nodes.JsonArray(h) }); display(System.Text.Json.JsonSerializer.SerializeToDocument(new { h })); display(System.Text.Json.JsonSerializer.SerializeToElement(h));
    Console.WriteLine(h); Console.Error.WriteLine(h);
}`,
  `var i = 0;
foreach (string[] part in hostile.Distinct().Chunk(12))
{
    var frame = new DataFrame(
        new DoubleDataFrameColumn("time", part.Concat(part).Select((_, k) => 1.0 + k)), new DoubleDataFrameColumn("status", part.Concat(part).Select((_, k) => (double)(k % 2))),
        new StringDataFrameColumn("group", part.Concat(part)), new StringDataFrameColumn(part[0], part.Concat(part.Reverse())));
    display(frame);
    var curves = frame.KaplanMeier("time", "status", by: "group", unit: part[0]);
    display(curves);
    display(curves.ToFigure(frame.LogRank("time", "status", by: "group"), new KaplanMeierFigureOptions { Title = part[0], YTitle = part[1 % part.Length] }));
    display(frame.QuickScatter("time", "status", by: "group"));
    display(frame.QuickBar("group"));
}`,
  '#!whos',
  'throw new InvalidOperationException(string.Join("\\n", hostile));',
];

const folder = mkdtempSync(join(tmpdir(), 'notebookkit-'));
let browser, executed, report;

before(async () => {
  writeFileSync(join(folder, 'hostile.dib'), cells.map(c => `#!csharp\n\n${c}\n`).join('\n'));
  try {
    execFileSync(program, ['run', 'hostile.dib', '-o', 'out'], { cwd: folder, stdio: 'pipe' });
  } catch (error) {
    assert.match(String(error.stderr), /cell 5/, 'only the last cell may throw');
  }
  executed = JSON.parse(readFileSync(join(folder, 'out/hostile.ipynb'), 'utf8'));
  report = readFileSync(join(folder, 'out/hostile.html'), 'utf8');
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'] });
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const join_ = text => Array.isArray(text) ? text.join('') : text;
const bundles = () => executed.cells.flatMap(c => c.outputs ?? []).flatMap(o => (o.data ? [o.data] : []));

/** Loads a page with every protection off, moves the mouse over it and tells what happened. */
async function load(html) {
  const page = await browser.newPage();
  const requests = [];
  let dialogs = 0;
  page.on('dialog', d => { dialogs++; void d.dismiss(); });
  await page.route('**/*', route => {
    const url = route.request().url();
    if (url === 'http://page.invalid/') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    // The script that the reports of a folder share lies beside them.
    const shared = /^http:\/\/page\.invalid\/(plotly-[0-9a-f]{8}\.js)$/.exec(url);
    if (shared) return route.fulfill({ contentType: 'text/javascript', body: readFileSync(join(folder, 'out', shared[1]), 'utf8') });
    if (!/^(data|blob|about):/.test(url)) requests.push(url);
    return route.abort();
  });
  await page.goto('http://page.invalid/', { waitUntil: 'load' });
  for (const type of ['mouseover', 'focus', 'click'])
    await page.evaluate(t => document.querySelectorAll('body *').forEach(e => { if (!e.closest('a[href^="#"], summary, .modebar')) e.dispatchEvent(new Event(t, { bubbles: false })); }), type);
  await page.waitForTimeout(1500);
  const found = await page.evaluate(() => ({
    pwned: window.pwned ?? [], handlers: [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => /^on/i.test(a.name) || /^\s*javascript:/i.test(a.value)).map(a => a.name + '=' + a.value.slice(0, 60)),
    frames: document.querySelectorAll('iframe').length,
  }));
  await page.close();
  return { ...found, dialogs, requests };
}

const nothing = { pwned: [], handlers: [], frames: 0, dialogs: 0, requests: [] };

test('the page that looks would notice', async () => {
  const found = await load(`<body>${vectors.join('\n')}`);
  assert.ok(found.pwned.length > 0 && found.handlers.length > 0 && found.requests.length > 0, JSON.stringify(found));
});

test('every cell but the last ran and every formatter spoke', () => {
  assert.ok(bundles().length > 1500, `${bundles().length} outputs`);
  assert.ok(bundles().filter(d => d['application/vnd.plotly.v1+json']).length > 20);
});

test('no html output runs a script or sends a request', async () => {
  assert.deepEqual(await load('<!DOCTYPE html><body>' + bundles().map(d => join_(d['text/html'] ?? '')).join('\n')), nothing);
});

test('no picture runs a script when it is opened by itself', async () => {
  const pictures = bundles().flatMap(d => [...join_(d['text/html'] ?? '').matchAll(/data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)/g)].map(m => Buffer.from(m[1], 'base64').toString()));
  assert.ok(pictures.length > 20);
  assert.deepEqual(await load('<!DOCTYPE html><body>' + pictures.join('\n')), nothing);
});

test('the report runs only its own scripts, even without its policy', async () => {
  const bare = report.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  assert.notEqual(bare, report);
  assert.deepEqual(await load(bare), nothing);
});
