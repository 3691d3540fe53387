// The page of the data-frame viewer. It holds some hundred rows at a time, whatever the frame has; the rest is asked of the extension.
(() => {
    const vscode = acquireVsCodeApi();
    const rowHeight = 22, headHeight = 118, indexWidth = 72, blockRows = 100, blockColumns = 25, keptBlocks = 40;
    /** Browsers draw no element higher than about 33 million pixels. */
    const maxHeight = 30_000_000;
    const byId = id => document.getElementById(id);
    const grid = byId('grid'), space = byId('space'), head = byId('head'), body = byId('body'), message = byId('message');

    const state = { variable: undefined, sort: [], filters: {}, top: 0, left: 0, ...vscode.getState() };
    let frame, columns = [], lefts = [], view, count = 0;
    let blocks = new Map(), summaries = new Map(), isAsking = false, isSummarizing = false;

    const questions = new Map();
    let asked = 0;
    const ask = (method, params = {}) => new Promise((resolve, reject) => {
        questions.set(++asked, { resolve, reject });
        vscode.postMessage({ id: asked, method, params });
    });
    window.addEventListener('message', ({ data }) => {
        if (data.changed) return void open();
        const question = questions.get(data.id);
        questions.delete(data.id);
        if (data.error !== undefined) question?.reject(new Error(data.error));
        else question?.resolve(data.result);
    });
    const make = (tag, className, text) => {
        const element = document.createElement(tag);
        if (className) element.className = className;
        if (text !== undefined) element.textContent = text;
        return element;
    };
    const save = () => vscode.setState(state);
    const say = text => (message.textContent = text);

    async function open(variable) {
        try {
            const answer = await ask('open', { variable: variable ?? state.variable });
            if (state.variable !== undefined && answer.variable !== state.variable) Object.assign(state, { sort: [], filters: {}, top: 0, left: 0 });
            const isOther = !frame || JSON.stringify(answer.columns.map(c => [c.name, c.type])) !== JSON.stringify(columns.map(c => [c.name, c.type]));
            frame = answer;
            columns = answer.columns;
            state.variable = answer.variable;
            state.sort = state.sort.filter(s => s.column < columns.length);
            byId('frames').replaceChildren(...answer.frames.map(name => {
                const option = make('option', '', name);
                option.selected = name === answer.variable;
                return option;
            }));
            lefts = [indexWidth];
            for (const column of columns) lefts.push(lefts.at(-1) + Math.min(240, Math.max(110, 8 * column.name.length + 36, column.number ? 0 : 140)));
            space.style.width = lefts.at(-1) + 'px';
            grid.setAttribute('aria-colcount', columns.length + 1);
            if (isOther) head.replaceChildren();
            await show();
        } catch (error) {
            say(error.message);
        }
    }

    /** Shows the frame as it is to be sorted and filtered. */
    async function show() {
        const input = head.querySelector('input.wrong');
        try {
            const answer = await ask('view', { sort: state.sort, filters: state.filters });
            input?.classList.remove('wrong');
            say('');
            ({ view, rows: count } = answer);
        } catch (error) {
            if (document.activeElement?.matches?.('.column input')) document.activeElement.classList.add('wrong');
            return say(error.message);
        }
        blocks = new Map();
        summaries = new Map();
        space.style.height = Math.min(maxHeight, count * rowHeight) + headHeight + 'px';
        grid.setAttribute('aria-rowcount', count);
        const all = frame.rows.toLocaleString('en');
        byId('size').textContent = `${count === frame.rows ? all : `${count.toLocaleString('en')} of ${all}`} ${frame.rows === 1 ? 'row' : 'rows'} × ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}`;
        byId('clear').hidden = count === frame.rows && Object.values(state.filters).every(f => !f);
        grid.scrollTo(state.left, state.top);
        save();
        render();
    }

    /** The rows and columns in view. */
    function range() {
        const scale = Math.max(1, count * rowHeight / maxHeight);
        const first = Math.max(0, Math.floor(grid.scrollTop * scale / rowHeight) - 3);
        const last = Math.min(count, first + Math.ceil(grid.clientHeight / rowHeight) + 6);
        let left = 0, right = columns.length;
        while (left < columns.length - 1 && lefts[left + 1] < grid.scrollLeft + indexWidth) left++;
        while (right > left + 1 && lefts[right - 1] > grid.scrollLeft + grid.clientWidth) right--;
        // With many rows a pixel stands for several: they are drawn where the view is.
        return { first: scale > 1 ? Math.min(first, Math.max(0, count - (last - first))) : first, last, left, right, scale };
    }

    function render() {
        if (view === undefined) return;
        const { first, last, left, right, scale } = range();
        drawHead(left, right);
        const rows = [];
        for (let row = first; row < last; row++) {
            const line = make('div', 'row');
            line.setAttribute('role', 'row');
            line.setAttribute('aria-rowindex', row + 1);
            line.style.top = headHeight + (scale === 1 ? row * rowHeight : Math.min(grid.scrollTop + (row - first - 3) * rowHeight, maxHeight - (count - row) * rowHeight)) + 'px';
            const number = numberOf(row);
            const index = make('span', 'index', number === undefined ? '' : String(number + 1));
            index.style.width = indexWidth + 'px';
            index.setAttribute('role', 'rowheader');
            line.append(index);
            for (let column = left; column < right; column++) {
                const text = cellOf(row, column);
                const cell = make('span', 'cell' + (columns[column].number ? ' number' : '') + (text === null ? ' missing' : ''), text === null ? 'missing' : text ?? '');
                cell.setAttribute('role', 'gridcell');
                cell.setAttribute('aria-colindex', column + 2);
                if (text) cell.title = text;
                cell.style.left = lefts[column] + 'px';
                cell.style.width = lefts[column + 1] - lefts[column] + 'px';
                line.append(cell);
            }
            rows.push(line);
        }
        body.replaceChildren(...rows);
        void fetchBlocks();
        void summarize();
    }

    const keyOf = (row, column) => `${Math.floor(row / blockRows)} ${Math.floor(column / blockColumns)}`;
    const cellOf = (row, column) => blocks.get(keyOf(row, column))?.cells[row % blockRows]?.[column % blockColumns];
    const numberOf = row => blocks.get(keyOf(row, range().left))?.rows[row % blockRows];

    /** Fetches what is in view and not here, one page at a time: while somebody scrolls fast, pages that have gone by are never asked for. */
    async function fetchBlocks() {
        if (isAsking) return;
        isAsking = true;
        try {
            for (let missing = missingBlock(); missing; missing = missingBlock()) {
                const of = view, [row, column] = missing.split(' ').map(Number);
                const answer = await ask('page', { view: of, start: row * blockRows, count: blockRows, firstColumn: column * blockColumns, columnCount: blockColumns });
                if (of !== view) continue;
                blocks.set(missing, answer);
                while (blocks.size > keptBlocks) blocks.delete(blocks.keys().next().value);
                requestAnimationFrame(render);
            }
        } catch (error) {
            say(error.message);
        } finally {
            isAsking = false;
        }
    }

    function missingBlock() {
        const { first, last, left, right } = range();
        for (let row = Math.floor(first / blockRows); row * blockRows < last; row++)
            for (let column = Math.floor(left / blockColumns); column * blockColumns < right; column++)
                if (!blocks.has(`${row} ${column}`)) return `${row} ${column}`;
        return undefined;
    }

    function drawHead(left, right) {
        for (const element of [...head.querySelectorAll('.column')]) {
            const column = Number(element.dataset.column);
            if ((column < left || column >= right) && !element.contains(document.activeElement)) element.remove();
        }
        for (let column = left; column < right; column++) {
            let element = head.querySelector(`[data-column="${column}"]`);
            if (!element) head.append(element = makeHead(column));
            const sorted = state.sort.find(s => s.column === column);
            element.setAttribute('aria-sort', !sorted ? 'none' : sorted.descending ? 'descending' : 'ascending');
            element.querySelector('button').textContent = columns[column].name + (!sorted ? '' : sorted.descending ? ' ↓' : ' ↑');
            const summary = summaries.get(column);
            if (element.summary !== summary) drawSummary(element, column, element.summary = summary);
        }
    }

    function makeHead(column) {
        const element = make('div', 'column');
        element.setAttribute('role', 'columnheader');
        element.setAttribute('aria-colindex', column + 2);
        element.dataset.column = column;
        element.style.left = lefts[column] + 'px';
        element.style.width = lefts[column + 1] - lefts[column] + 'px';
        const name = make('button', '', columns[column].name);
        name.title = `${columns[column].name}: click to sort`;
        name.addEventListener('click', () => {
            const sorted = state.sort.find(s => s.column === column);
            state.sort = !sorted ? [{ column, descending: false }] : sorted.descending ? [] : [{ column, descending: true }];
            void show();
        });
        const filter = make('input');
        filter.placeholder = columns[column].number ? '> 3, 1 .. 5, missing' : 'text, = text, missing';
        filter.setAttribute('aria-label', `Filter ${columns[column].name}`);
        filter.value = state.filters[column] ?? '';
        filter.addEventListener('change', () => {
            state.filters = { ...state.filters, [column]: filter.value };
            state.top = 0;
            void show();
        });
        const { type, missing } = columns[column];
        const about = make('div', 'type', type + (missing > 0 ? ` · ${missing.toLocaleString('en')} missing` : ''));
        about.title = about.textContent;
        element.append(name, about, document.createElementNS('http://www.w3.org/2000/svg', 'svg'), filter);
        return element;
    }

    /** A small histogram, or the commonest values; missing ones in a bar of their own. */
    function drawSummary(element, column, summary) {
        const svg = element.querySelector('svg');
        svg.replaceChildren();
        if (!summary) return;
        const { name, type } = columns[column];
        const bars = summary.bins.length > 0 ? summary.bins : summary.common.map(c => c.count);
        const all = [...bars, ...summary.missing > 0 ? [summary.missing] : []];
        const width = 100 / Math.max(4, all.length), greatest = Math.max(1, ...all);
        svg.setAttribute('viewBox', '0 0 100 40');
        svg.setAttribute('preserveAspectRatio', 'none');
        svg.setAttribute('role', 'img');
        all.forEach((n, i) => {
            const bar = document.createElementNS(svg.namespaceURI, 'rect');
            const height = n === 0 ? 0 : Math.max(1, 40 * n / greatest);
            for (const [attribute, value] of Object.entries({ x: i * width, y: 40 - height, width: width * 0.9, height })) bar.setAttribute(attribute, value);
            if (i === bars.length) bar.setAttribute('class', 'missing');
            svg.append(bar);
        });
        const lines = [`${name} (${type})`, `${summary.n.toLocaleString('en')} values, ${summary.missing.toLocaleString('en')} missing`,
            summary.distinct === null ? 'more than 1,000 different ones' : `${summary.distinct.toLocaleString('en')} different`];
        if (summary.quartiles) {
            const [min, q1, median, q3, max] = summary.quartiles;
            lines.push(`least ${min}`, `quartiles ${q1}, ${median}, ${q3}`, `greatest ${max}`, `mean ${summary.mean}`);
        }
        lines.push(...summary.common.map(c => `${c.value}: ${c.count.toLocaleString('en')}`));
        svg.setAttribute('aria-label', lines.join('; '));
        element.querySelector('button').title = element.querySelector('.type').title = lines.join('\n');
        const title = document.createElementNS(svg.namespaceURI, 'title');
        title.textContent = lines.join('\n');
        svg.append(title);
    }

    async function summarize() {
        if (isSummarizing) return;
        isSummarizing = true;
        try {
            for (let column = unknownColumn(); column !== undefined; column = unknownColumn()) {
                const of = view;
                const answer = await ask('summary', { view: of, column }).catch(() => null);
                if (of !== view) continue;
                summaries.set(column, answer);
                drawHead(range().left, range().right);
            }
        } finally {
            isSummarizing = false;
        }
    }

    function unknownColumn() {
        const { left, right } = range();
        for (let column = left; column < right; column++) if (!summaries.has(column)) return column;
        return undefined;
    }

    let isDrawing = false;
    grid.addEventListener('scroll', () => {
        [state.top, state.left] = [grid.scrollTop, grid.scrollLeft];
        if (isDrawing) return;
        isDrawing = true;
        requestAnimationFrame(() => {
            isDrawing = false;
            render();
            save();
        });
    });
    new ResizeObserver(render).observe(grid);
    byId('frames').addEventListener('change', event => void open(event.target.value));
    byId('clear').addEventListener('click', () => {
        state.filters = {};
        for (const input of head.querySelectorAll('input')) input.value = '';
        void show();
    });
    byId('export').addEventListener('click', async () => {
        try {
            const { path, rows } = await ask('export', { view });
            if (path) say(`${rows.toLocaleString('en')} rows were written to ${path}.`);
        } catch (error) {
            say(error.message);
        }
    });
    void open();
})();
