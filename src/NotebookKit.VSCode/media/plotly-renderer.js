// Draws Plotly figures in notebooks. The saved figure never changes; only what is drawn follows the colours of the editor.

/**
 * A figure in the colours of the editor: black ink becomes its text colour, white paper its ground and greys what lies between; other
 * colours stay, or move towards the text colour until they stand out from the ground.
 * @param figure Data and layout, as saved. @param ground, ink Colours of the editor, as red, green and blue from 0 to 255.
 */
export function themed({ data, layout = {} }, ground, ink) {
    const text = css(ink), line = css(mix(ground, ink, 0.55)), grid = css(mix(ground, ink, 0.15));
    const recoloured = recolour({ data, layout }, '', ground, ink);
    const own = recoloured.layout.template?.layout ?? {};
    const axis = { color: text, linecolor: line, gridcolor: grid, zerolinecolor: line, tickcolor: line };
    const template = {
        ...recoloured.layout.template,
        layout: { ...own, xaxis: { ...axis, ...own.xaxis }, yaxis: { ...axis, ...own.yaxis }, modebar: { color: line, activecolor: text, bgcolor: 'rgba(0,0,0,0)' } },
    };
    return {
        data: recoloured.data,
        layout: {
            ...recoloured.layout,
            template,
            paper_bgcolor: 'rgba(0,0,0,0)',
            plot_bgcolor: recoloured.layout.plot_bgcolor ? recoloured.layout.plot_bgcolor : 'rgba(0,0,0,0)',
            font: { ...recoloured.layout.font, color: recoloured.layout.font?.color ?? text },
        },
    };
}

function recolour(value, key, ground, ink) {
    if (Array.isArray(value)) return /scale$/.test(key) ? value : value.map(item => recolour(item, key, ground, ink));
    if (value && typeof value === 'object') {
        if (ArrayBuffer.isView(value)) return value;
        return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, recolour(item, name, ground, ink)]));
    }
    if (typeof value !== 'string') return value;
    if (/color$|^colorway$/i.test(key)) return recolourOne(value, ground, ink);
    return /style=/i.test(value) ? value.replace(/(\bcolor:\s*)(#[0-9a-f]{3,8}\b|rgba?\([^)]*\))/gi, (_, start, color) => start + recolourOne(color, ground, ink)) : value;
}

function recolourOne(color, ground, ink) {
    const parsed = parse(color);
    if (!parsed) return color;
    const [red, green, blue, alpha] = parsed;
    const greatest = Math.max(red, green, blue), least = Math.min(red, green, blue);
    if (greatest - least < 24) return css(mix(ink, ground, (greatest + least) / 510), alpha);
    let seen = [red, green, blue];
    for (let step = 1; step <= 10 && contrast(seen, ground) < 3 && alpha > 0.5; step++) seen = mix([red, green, blue], ink, step / 10);
    return css(seen, alpha);
}

const names = { black: [0, 0, 0], white: [255, 255, 255], gray: [128, 128, 128], grey: [128, 128, 128], lightgray: [211, 211, 211], lightgrey: [211, 211, 211], darkgray: [169, 169, 169], darkgrey: [169, 169, 169] };

/** Red, green, blue from 0 to 255 and alpha of a colour; undefined for what is none, or is to stay. */
export function parse(color) {
    const text = color.trim().toLowerCase();
    if (Object.hasOwn(names, text)) return [...names[text], 1];
    const hex = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(text)?.[1];
    if (hex) {
        const parts = hex.length < 6 ? [...hex].map(c => c + c) : hex.match(/../g);
        const [red, green, blue, alpha = 255] = parts.map(p => parseInt(p, 16));
        return [red, green, blue, alpha / 255];
    }
    const numbers = /^rgba?\(([^)]*)\)$/.exec(text)?.[1].split(/[\s,/]+/).filter(p => p !== '').map(Number);
    return numbers && numbers.length >= 3 && numbers.every(Number.isFinite) ? [...numbers.slice(0, 3), numbers[3] ?? 1] : undefined;
}

const mix = (from, to, share) => from.map((c, i) => c + (to[i] - c) * share);
const css = (color, alpha = 1) => alpha === 1 ? `rgb(${color.map(Math.round).join(', ')})` : `rgba(${color.map(Math.round).join(', ')}, ${alpha})`;

/** The contrast of two colours (WCAG 2). */
export function contrast(one, other) {
    const light = color => color.map(c => c / 255).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
}

let library;
/** plotly.js, loaded when the first figure is drawn. */
function load() {
    return library ??= new Promise((resolve, reject) => {
        // A notebook may have brought a module loader, to which the library would give itself instead.
        const { define } = window;
        window.define = undefined;
        const script = document.createElement('script');
        const settle = end => () => {
            window.define = define;
            end();
        };
        script.src = new URL('./plotly.min.js', import.meta.url).href;
        script.onload = settle(() => resolve(window.Plotly));
        script.onerror = settle(() => reject(new Error('plotly.js could not be loaded.')));
        document.head.append(script);
    });
}

export function activate(context) {
    const drawn = new Map();
    let colours = 'editor';

    const themeColours = () => {
        const probe = document.body.appendChild(document.createElement('i'));
        const colour = (name, fallback) => {
            probe.style.color = `var(${name}, ${fallback})`;
            return parse(getComputedStyle(probe).color)?.slice(0, 3) ?? parse(fallback).slice(0, 3);
        };
        const found = [colour('--vscode-editor-background', '#ffffff'), colour('--vscode-editor-foreground', '#000000')];
        probe.remove();
        return found;
    };
    const draw = async (element, figure) => {
        const Plotly = await load();
        const { data, layout } = colours === 'paper' ? { data: figure.data, layout: figure.layout ?? {} } : themed(figure, ...themeColours());
        await Plotly.react(element, structuredClone(data), structuredClone(layout), { displaylogo: false, ...figure.config });
    };
    const drawAll = () => {
        for (const [element, figure] of drawn.values()) void draw(element, figure);
    };
    new MutationObserver(drawAll).observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    context.onDidReceiveMessage?.(message => {
        if (message.figures === undefined || message.figures === colours) return;
        colours = message.figures;
        drawAll();
    });
    context.postMessage?.({ asks: 'figures' });

    return {
        async renderOutputItem(item, element) {
            const host = element.querySelector(':scope > .notebookkit-figure') ?? element.appendChild(document.createElement('div'));
            host.className = 'notebookkit-figure';
            host.style.overflowX = 'auto';
            const figure = item.json();
            drawn.set(item.id, [host, figure]);
            try {
                await draw(host, figure);
            } catch (error) {
                host.textContent = `The figure could not be drawn: ${error.message}`;
            }
        },
        disposeOutputItem(id) {
            for (const [key, [element]] of [...drawn]) {
                if (id !== undefined && key !== id) continue;
                window.Plotly?.purge(element);
                drawn.delete(key);
            }
        },
    };
}
