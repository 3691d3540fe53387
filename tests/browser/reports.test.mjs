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

async function open(name, width = 1100, colorScheme = 'light') {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
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

for (const width of [480, 1200]) for (const scheme of ['light', 'dark']) {
  test(`no report is cut at ${width} px, ${scheme}, and text stands out from its page`, async () => {
    for (const name of names) {
      const { page } = await open(name, width, scheme);
      const faults = await page.evaluate(() => {
        const wide = document.documentElement.clientWidth, found = [];
        if (document.documentElement.scrollWidth > wide) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
        for (const image of document.querySelectorAll('img')) {
          const box = image.getBoundingClientRect();
          if (box.width > 0 && box.right > wide + 1) found.push(`a figure ends at ${box.right} px`);
        }
        const light = color => { const [r, g, b] = color.match(/\d+/g).map(Number).map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const paper = light(getComputedStyle(document.body).backgroundColor);
        for (const element of document.querySelectorAll('h1, h2, p, td, th, .code summary, .note')) {
          const ink = light(getComputedStyle(element).color), contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
          if (contrast < 4.5) { found.push(`${element.localName} has a contrast of ${contrast.toFixed(1)}`); break; }
        }
        return found;
      });
      assert.deepEqual(faults, [], name);
      if (name === '03-survival.html' || name === 'gallery.html' || name === 'index.html') await page.screenshot({ path: join(shots, name.replace('.html', `-${width}-${scheme}.png`)), fullPage: true });
      await page.close();
    }
  });
}

for (const width of [360, 480]) {
  test(`on a phone of ${width} px every figure is laid out anew, with type that can be read`, async () => {
    let seen = 0;
    for (const name of names.filter(n => n !== 'index.html')) {
      const { page } = await open(name, width);
      const figures = await page.$$eval('img.nbk-figure', images => images.filter(i => i.getBoundingClientRect().width > 0).map(image => {
        const svg = atob(image.currentSrc.split('base64,')[1]);
        const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(m => +m[1]), own = +svg.match(/width="([\d.]+)"/)[1];
        const box = image.getBoundingClientRect();
        return { type: Math.min(...sizes) * box.width / own, right: box.right, drawn: !!image.closest('.figure')?.querySelector('.drawn'), text: image.alt.slice(0, 40) };
      }));
      seen += figures.length;
      for (const figure of figures) {
        assert.ok(figure.type >= 9, `${name}, ${figure.text}: type of ${figure.type.toFixed(1)} px`);
        assert.ok(figure.right <= width, `${name}, ${figure.text} ends at ${figure.right} px`);
      }
      if (name === '03-survival.html') await page.screenshot({ path: join(shots, `03-survival-${width}.png`), fullPage: true });
      await page.close();
    }
    assert.ok(seen > 30, `${seen} figures`);
  });
}

test('a click on the legend takes a group away with its band, its median line and its numbers at risk', async () => {
  const { page } = await open('03-survival.html');
  const seen = () => page.evaluate(() => {
    const plot = document.querySelector('.js-plotly-plot'), group = plot._fullData.find(t => t.showlegend).legendgroup;
    return { all: plot._fullData.filter(t => t.legendgroup === group).length, shown: plot._fullData.filter(t => t.legendgroup === group && t.visible === true).length, texts: [...plot.querySelectorAll('.scatterlayer .textpoint text')].length };
  });
  const before = await seen();
  assert.equal(before.shown, before.all);
  assert.ok(before.all >= 4);
  const toggle = page.locator('.js-plotly-plot .legendtoggle').first();
  await toggle.click();
  await page.waitForFunction(n => document.querySelectorAll('.js-plotly-plot')[0].querySelectorAll('.scatterlayer .textpoint text').length < n, before.texts);
  assert.equal((await seen()).shown, 0);
  await page.close();
});

test('code is folded and opens on a click', async () => {
  const { page } = await open('03-survival.html');
  const code = page.locator('details.code').first();
  assert.equal(await code.locator('pre').isVisible(), false);
  await code.locator('summary').click();
  assert.equal(await code.locator('pre').isVisible(), true);
  await page.close();
});

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
