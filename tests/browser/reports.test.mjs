// Opens every report as a reader would: from disk, in Chromium, with the network watched.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const reports = join(root, 'artifacts/reports');
const shots = join(root, 'artifacts/screenshots');
const names = readdirSync(reports).filter(f => f.endsWith('.html')).sort();
let browser;

before(async () => {
  mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--no-first-run'],
  });
});
after(async () => await browser.close());

async function open(name) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const left = [], errors = [];
  await page.route('**/*', route => {
    const url = route.request().url();
    if (!/^(file|data|blob|about):/.test(url)) { left.push(url); return route.abort(); }
    return route.continue();
  });
  page.on('pageerror', e => errors.push(String(e)));
  page.on('console', m => { if (m.type() === 'error') errors.push(m.text()); });
  await page.goto(pathToFileURL(join(reports, name)).href, { waitUntil: 'load' });
  // Figures come alive one after the other once the page stands; those wider than the page stay pictures.
  await page.waitForFunction(() => [...document.querySelectorAll('.figure')].every(f =>
    f.querySelector('.js-plotly-plot .main-svg') || JSON.parse(f.querySelector('script').textContent).layout.width > f.clientWidth + 1), null, { timeout: 120000 });
  return { page, left, errors };
}

test('there is a report of every notebook and an index', () => {
  for (const name of ['index', '01-cohort', '02-response', '03-survival', '04-adverse-events', '05-adjusted'])
    assert.ok(names.includes(`${name}.html`), `${name}.html is missing`);
});

for (const name of names) {
  test(`${name} opens offline, without an error or a request`, async () => {
    const { page, left, errors } = await open(name);
    assert.deepEqual(left, []);
    assert.deepEqual(errors, []);
    await page.screenshot({ path: join(shots, name.replace('.html', '.png')), fullPage: true });
    await page.close();
  });
}

test('the survival report draws its figures, risk tables aligned with the time axis', async () => {
  const { page } = await open('03-survival.html');
  const figures = await page.$$eval('.js-plotly-plot', plots => plots.map(plot => {
    const layout = plot._fullLayout;
    return {
      drawn: plot.querySelectorAll('.main-svg').length > 0,
      traces: plot._fullData.map(t => ({ mode: t.mode, shape: t.line?.shape, name: t.name, symbol: t.marker?.symbol, yaxis: t.yaxis })),
      ticks: [...plot.querySelectorAll('.xaxislayer-above .xtick text')].map(t => ({ text: t.textContent, x: t.getBoundingClientRect().x + t.getBoundingClientRect().width / 2 })),
      risk: [...plot.querySelectorAll('.scatterlayer .textpoint text')].map(t => ({ text: t.textContent, x: t.getBoundingClientRect().x + t.getBoundingClientRect().width / 2 })),
      annotations: (layout.annotations ?? []).map(a => a.text),
    };
  }));
  assert.ok(figures.length >= 3, `${figures.length} figures drawn, expected the three end points`);
  const curves = figures.filter(f => f.traces.some(t => t.shape === 'hv'));
  assert.ok(curves.length >= 3 || curves.some(f => f.traces.filter(t => t.shape === 'hv').length >= 6));
  for (const figure of curves) {
    assert.ok(figure.drawn);
    const numbers = figure.risk.filter(r => /^\d+$/.test(r.text));
    assert.ok(numbers.length >= 6, 'numbers at risk are drawn');
    for (const number of numbers) {
      const nearest = Math.min(...figure.ticks.map(t => Math.abs(t.x - number.x)));
      assert.ok(nearest < 2, `risk number ${number.text} stands ${nearest.toFixed(1)} px off its tick`);
    }
  }
  await page.close();
});
