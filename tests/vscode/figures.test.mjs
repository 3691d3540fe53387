// What the figures of a notebook look like in the colours of the editor.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const source = readFileSync(join(import.meta.dirname, '../../src/NotebookKit.VSCode/media/plotly-renderer.js'), 'utf8');
const { themed, parse, contrast } = await import('data:text/javascript,' + encodeURIComponent(source));
const dark = [[31, 31, 31], [204, 204, 204]], light = [[255, 255, 255], [59, 59, 59]];
const rgb = color => parse(color).slice(0, 3);

const figure = {
    data: [{ type: 'scatter', line: { color: '#000000' }, marker: { color: ['#1f3a93', 'red'] }, text: ['<span style="color:#222">a</span>', 'color: #222'], textfont: { color: '#333' }, colorscale: [[0, '#000'], [1, '#fff']] }],
    layout: { paper_bgcolor: 'white', plot_bgcolor: '#ffffff', xaxis: { gridcolor: '#eeeeee', linecolor: 'rgba(0,0,0,0.5)' }, annotations: [{ text: 'n', font: { color: 'black' } }], width: 700 },
};

test('on a dark ground black ink is light, white paper dark, and the saved figure as it was', () => {
    const saved = JSON.stringify(figure);
    const { data: [trace], layout } = themed(figure, ...dark);
    assert.equal(JSON.stringify(figure), saved);
    assert.deepEqual(rgb(trace.line.color), dark[1]);
    assert.deepEqual(rgb(layout.annotations[0].font.color), dark[1]);
    assert.deepEqual(rgb(layout.plot_bgcolor), dark[0]);
    assert.equal(layout.paper_bgcolor, 'rgba(0,0,0,0)');
    assert.equal(parse(layout.xaxis.linecolor)[3], 0.5);
    assert.ok(contrast(rgb(layout.xaxis.gridcolor), dark[0]) < 2, 'grid lines stay faint');
    assert.ok(contrast(rgb(trace.textfont.color), dark[0]) > 4.5);
    assert.ok(contrast(rgb(trace.marker.color[0]), dark[0]) >= 3, 'a dark blue is made to stand out');
    assert.equal(trace.marker.color[1], 'red');
    assert.match(trace.text[0], /<span style="color:rgb\(/);
    assert.equal(trace.text[1], 'color: #222');
    assert.deepEqual(trace.colorscale, figure.data[0].colorscale);
    assert.equal(layout.width, 700);
    assert.deepEqual(rgb(layout.font.color), dark[1]);
});

test('on a light ground hardly anything changes', () => {
    const { data: [trace], layout } = themed(figure, ...light);
    assert.deepEqual(rgb(trace.line.color), light[1]);
    assert.deepEqual(rgb(layout.plot_bgcolor), light[0]);
    assert.deepEqual(rgb(trace.marker.color[0]), [31, 58, 147]);
});

test('a figure that says nothing of colours gets those of the editor', () => {
    const { layout } = themed({ data: [] }, ...dark);
    assert.deepEqual(rgb(layout.template.layout.xaxis.color), dark[1]);
    assert.ok(contrast(rgb(layout.template.layout.yaxis.gridcolor), dark[0]) < 2);
});

test('colours are read in every form', () => {
    assert.deepEqual(parse('#abc'), [170, 187, 204, 1]);
    assert.deepEqual(parse('#11223380').map(Math.round), [17, 34, 51, 1]);
    assert.deepEqual(parse('rgba(1, 2, 3, 0.25)'), [1, 2, 3, 0.25]);
    assert.deepEqual(parse('rgb(1 2 3)'), [1, 2, 3, 1]);
    assert.equal(parse('tomato'), undefined);
    assert.equal(parse('url(#x)'), undefined);
});
