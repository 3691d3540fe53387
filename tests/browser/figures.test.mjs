// Every figure of the gallery as a browser draws it: no text on another, none cut, at phone, screen and print width, light and dark.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(root, 'artifacts/figures');
const shots = join(root, 'artifacts/screenshots');
const names = readdirSync(folder).filter(f => f.endsWith('.svg')).sort();
let browser;

before(async () => {
  mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--no-first-run'] });
});
after(async () => await browser.close());

test('every figure was drawn at 480 and 1200 px and at 84 mm', () => {
  const kinds = new Set(names.map(n => n.replace(/-(480|1200|84mm)\.svg$/, '')));
  assert.ok(kinds.size >= 25, `${kinds.size} figures`);
  for (const kind of kinds) for (const size of ['480', '1200', '84mm']) assert.ok(names.includes(`${kind}-${size}.svg`), `${kind}-${size}.svg`);
});

test('no text lies on another or leaves the page', async () => {
  const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
  const faults = [];
  for (const name of names) {
    await page.setContent(`<body style="margin:0">${readFileSync(join(folder, name), 'utf8')}`);
    faults.push(...await page.evaluate(name => {
      const svg = document.querySelector('svg'), rim = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => ({ text: t.textContent, box: t.getBoundingClientRect() }));
      const found = [];
      texts.forEach((a, i) => {
        if (a.box.left < rim.left - 1 || a.box.right > rim.right + 1 || a.box.top < rim.top - 1 || a.box.bottom > rim.bottom + 1) found.push(`${name}: '${a.text}' leaves the page`);
        for (const b of texts.slice(0, i)) {
          const x = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left), y = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
          if (x > 1 && y > 2) found.push(`${name}: '${a.text}' lies on '${b.text}'`);
        }
      });
      return found;
    }, name));
  }
  await page.close();
  assert.deepEqual(faults, []);
});

// plotly.js as reports load it.
const reports = join(root, 'artifacts/reports'), plotly = readdirSync(reports).find(f => /^plotly-[0-9a-f]{8}\.js$/.test(f));

for (const width of [480, 1200]) for (const scheme of ['light', 'dark']) {
  test(`no text of an interactive figure lies on another, is cut or fades at ${width} px, ${scheme}`, async () => {
    const page = await browser.newPage({ viewport: { width: 1300, height: 900 }, colorScheme: scheme });
    const left = [];
    await page.route('**/*', route => { if (!/^(data|blob|about):/.test(route.request().url())) left.push(route.request().url()); return route.continue(); });
    await page.setContent('<body style="margin:0"><div id="figure"></div>');
    await page.addScriptTag({ path: join(reports, plotly) });
    const faults = [];
    for (const name of names.filter(n => n.endsWith(`-${width}.svg`)).map(n => n.replace('.svg', ''))) {
      const json = readFileSync(join(folder, `${name}.json`), 'utf8');
      faults.push(...await page.evaluate(async ([name, json, isDark]) => {
        let { data, layout, config } = JSON.parse(json);
        const colors = isDark ? layout.meta.dark : {};
        const paint = v => typeof v === 'string' ? colors[v] ?? v : Array.isArray(v) ? v.map(paint)
          : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, k === 'meta' ? x : paint(x)])) : v;
        const figure = document.getElementById('figure');
        await Plotly.newPlot(figure, paint(data), paint(layout), config);
        const rim = figure.querySelector('.main-svg').getBoundingClientRect(), found = [];
        const light = color => { const [r, g, b] = color.match(/[\d.]+/g).map(Number).map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const paper = light(getComputedStyle(figure.querySelector('.main-svg')).backgroundColor);
        if (isDark ? paper > 0.1 : paper < 0.9) found.push(`${name}: the page is not ${isDark ? 'dark' : 'light'}`);
        if (Math.abs(rim.width - layout.width) > 1 || Math.abs(rim.height - layout.height) > 1) found.push(`${name}: drawn with ${rim.width} x ${rim.height}`);
        const texts = [...figure.querySelectorAll('.main-svg text')].filter(t => t.textContent.trim() && t.getBoundingClientRect().width > 0)
          .map(t => ({ text: t.textContent, box: t.getBoundingClientRect(), ink: light(getComputedStyle(t).fill), isInside: !!t.closest('.textpoint, .bars') }));
        if (!texts.length) found.push(`${name}: no text was drawn`);
        texts.forEach((a, i) => {
          if (a.box.left < rim.left - 1 || a.box.right > rim.right + 1 || a.box.top < rim.top - 1 || a.box.bottom > rim.bottom + 1) found.push(`${name}: '${a.text}' is cut`);
          // Words on a bar or a box stand out from that; the others from the page.
          if (!a.isInside && (Math.max(a.ink, paper) + 0.05) / (Math.min(a.ink, paper) + 0.05) < 4.5) found.push(`${name}: '${a.text}' fades`);
          for (const b of texts.slice(0, i)) {
            const x = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left), y = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
            if (x > 1 && y > 2) found.push(`${name}: '${a.text}' lies on '${b.text}'`);
          }
        });
        Plotly.purge(figure);
        return found;
      }, [name, json, scheme === 'dark']));
    }
    await page.close();
    assert.deepEqual(faults, []);
    assert.deepEqual(left, []);
  });
}

test('a figure follows the page that holds it into the dark, and asks the network for nothing', async () => {
  const dark = readFileSync(join(folder, 'kaplan-meier.html'), 'utf8');
  const page = await browser.newPage({ viewport: { width: 700, height: 600 } });
  const left = [];
  await page.route('**/*', route => { if (!/^(data|blob|about):/.test(route.request().url())) left.push(route.request().url()); return route.continue(); });
  const corner = async (body, scheme) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setContent(`${body}<canvas id="c"></canvas>`);
    await page.waitForFunction(() => document.querySelector('img').complete);
    const png = await page.locator('img').screenshot();
    return page.evaluate(async data => {
      const image = new Image();
      image.src = 'data:image/png;base64,' + data;
      await image.decode();
      const canvas = document.getElementById('c').getContext('2d');
      canvas.drawImage(image, 0, 0);
      return [...canvas.getImageData(2, 2, 1, 1).data].slice(0, 3);
    }, png.toString('base64'));
  };
  assert.deepEqual(await corner(`<body>${dark}`, 'light'), [255, 255, 255]);
  assert.deepEqual(await corner(`<html style="color-scheme:light dark"><body>${dark}`, 'dark'), [31, 31, 31]);
  assert.deepEqual(await corner(`<body class="vscode-dark">${dark}`, 'light'), [31, 31, 31], 'VS Code says so by a class');
  assert.deepEqual(await corner(`<body class="vscode-light">${dark}`, 'dark'), [255, 255, 255]);
  assert.deepEqual(left, []);
  await page.close();
});
