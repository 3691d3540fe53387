// As much of the editor's interface as the extension's sessions use, for tests without an editor.
const { EventEmitter } = require('node:events');

class CancellationTokenSource {
    emitter = new EventEmitter();
    token = { isCancellationRequested: false, onCancellationRequested: listener => this.emitter.on('cancel', listener) };
    cancel() {
        this.token.isCancellationRequested = true;
        this.emitter.emit('cancel');
    }
    dispose() { }
}

class NotebookCellOutputItem {
    constructor(data, mime) {
        Object.assign(this, { data, mime });
    }
    static text = (text, mime) => new NotebookCellOutputItem(text, mime);
    static json = (value, mime) => new NotebookCellOutputItem(JSON.stringify(value), mime);
    static stdout = text => new NotebookCellOutputItem(text, 'stdout');
    static stderr = text => new NotebookCellOutputItem(text, 'stderr');
    static error = error => new NotebookCellOutputItem(error.stack, 'error');
}

class NotebookCellOutput {
    constructor(items, metadata) {
        Object.assign(this, { items, metadata });
    }
}

class NotebookCellData {
    constructor(kind, value, languageId) {
        Object.assign(this, { kind, value, languageId });
    }
}

class NotebookData {
    constructor(cells) {
        Object.assign(this, { cells });
    }
}

module.exports = {
    NotebookCellData,
    NotebookData,
    CancellationTokenSource,
    NotebookCellOutput,
    NotebookCellOutputItem,
    NotebookCellKind: { Markup: 1, Code: 2 },
    NotebookRange: class { constructor(start, end) { Object.assign(this, { start, end }); } },
    workspace: { isTrusted: true, getConfiguration: () => ({ get: () => [process.env.NOTEBOOKKIT] }) },
    window: { showInputBox: async () => undefined, showWarningMessage: async () => undefined, setStatusBarMessage: () => undefined },
};
