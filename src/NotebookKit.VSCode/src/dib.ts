/**
 * Notebooks as plain text (`.dib`): cells follow each other, each headed by its language. What stands around the text of a cell is
 * kept with it, so that a file that was opened is saved byte for byte, but for what was edited.
 * Which lines are headings is settled by the kernel (Documents/DibFile.cs); tests hold the two together.
 */

export interface DibCell {
    /** As the kernel calls it, such as `csharp` or `markdown`. */
    language: string;
    text: string;
    /** How the cell stood in the file; absent for a new one. */
    form?: DibForm;
}

export interface DibForm {
    /** The line that names the language; empty for text before the first such line. */
    heading: string;
    /** Line breaks between heading and text, and behind the text. */
    before: string;
    after: string;
    isLast: boolean;
    language: string;
}

export interface DibFile {
    /** What stands before the first cell, with the block of `#!meta`; absent in a new file, which gets one. */
    head?: string;
    lineBreak: '\n' | '\r\n';
    hasMark: boolean;
    cells: DibCell[];
}

const names: Record<string, string> = {
    csharp: 'csharp', 'C#': 'csharp', 'c#': 'csharp', fsharp: 'fsharp', 'F#': 'fsharp', 'f#': 'fsharp', sql: 'sql', r: 'r', R: 'r',
    markdown: 'markdown', md: 'markdown', html: 'html', javascript: 'javascript', js: 'javascript', mermaid: 'mermaid',
    pwsh: 'pwsh', powershell: 'pwsh', value: 'value', kql: 'kql', http: 'http', httpRequest: 'http', raw: 'raw', meta: 'meta',
};

const newHead = '#!meta\n\n{"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"languageName":"csharp","name":"csharp"}]}}\n\n';

export function parseDib(content: string): DibFile {
    const hasMark = content.startsWith('\uFEFF');
    const lineBreak = /\r\n/.test(content) ? '\r\n' : '\n';
    const lines = content.slice(hasMark ? 1 : 0).replace(/\r\n/g, '\n').split('\n');
    const sections: { heading: string; language: string; lines: string[] }[] = [{ heading: '', language: 'csharp', lines: [] }];
    for (const line of lines) {
        const language = headingOf(line);
        if (language) sections.push({ heading: line, language, lines: [] });
        else sections.at(-1)!.lines.push(line);
    }
    const file: DibFile & { head: string } = { head: '', lineBreak, hasMark, cells: [] };
    sections.forEach((section, i) => {
        const isLast = i === sections.length - 1;
        const body = section.lines.join('\n') + (isLast ? '' : '\n');
        if (i === 0 && body.trim() === '' || section.language === 'meta' && file.cells.length === 0) {
            if (i > 0 || section.lines.length > 0) file.head += (section.heading && section.heading + '\n') + body;
            return;
        }
        const text = body.replace(/^\n+|\n+$/g, '');
        const before = text === '' ? body : /^\n*/.exec(body)![0];
        const after = text === '' ? '' : /\n*$/.exec(body)![0];
        file.cells.push({ language: section.language, text, form: { heading: section.heading, before, after, isLast, language: section.language } });
    });
    return file;
}

export function writeDib(file: DibFile): string {
    let content = file.head ?? newHead;
    file.cells.forEach((cell, i) => {
        const isLast = i === file.cells.length - 1;
        const form = cell.form;
        const isAsItWas = form && form.language === cell.language && (form.heading !== '' || i === 0);
        const heading = isAsItWas ? form.heading : '#!' + cell.language;
        if (heading !== '') content += heading + '\n';
        const text = cell.text.replace(/\r\n/g, '\n');
        if (isAsItWas && form.isLast === isLast) content += form.before + text + form.after + (!isLast && text !== '' && form.after === '' ? '\n' : '');
        else content += (isAsItWas && form.before !== '' ? form.before : '\n') + text + (isLast ? '\n' : '\n\n');
    });
    if (file.lineBreak === '\r\n') content = content.replace(/\n/g, '\r\n');
    return (file.hasMark ? '\uFEFF' : '') + content;
}

/** The language that a line switches to; commands such as `#!time` belong to their cell. */
function headingOf(line: string): string | undefined {
    const name = line.trimEnd();
    return name.startsWith('#!') && Object.hasOwn(names, name.slice(2)) ? names[name.slice(2)] : undefined;
}
