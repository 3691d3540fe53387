/** The code cells of a notebook that hold code. */
export const cellsOf = notebook => notebook.cells.filter(c => c.cell_type === 'code' && text(c.source).trim() !== '');

/** What differs between two notebooks besides outputs and execution counts; undefined when nothing does. */
export function sameButOutputs(before, after) {
    const [a, b] = [before, after].map(withoutOutputs);
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        if (key !== 'cells' && canonical(a[key]) !== canonical(b[key])) return `${key} changed: ${canonical(a[key])} → ${canonical(b[key])}`;
    if (a.cells.length !== b.cells.length) return `${a.cells.length} cells became ${b.cells.length}`;
    const at = a.cells.findIndex((cell, i) => canonical(cell) !== canonical(b.cells[i]));
    return at < 0 ? undefined : `cell ${at + 1} changed: ${canonical(a.cells[at])} → ${canonical(b.cells[at])}`;
}

const text = source => Array.isArray(source) ? source.join('') : source;

const withoutOutputs = notebook => ({
    ...notebook,
    cells: notebook.cells.map(({ outputs, execution_count, ...cell }) => ({ ...cell, source: text(cell.source) })),
});

const canonical = value => JSON.stringify(value, (_, v) =>
    v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([x], [y]) => (x < y ? -1 : 1))) : v);
