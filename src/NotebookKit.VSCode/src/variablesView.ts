import * as vscode from 'vscode';
import { Variable } from './protocol';
import { NotebookSession } from './session';

const refreshDelay = 100;

/** The variables of the notebook in front, as a view that stays open. */
export class VariablesView implements vscode.TreeDataProvider<Variable>, vscode.Disposable {
    private readonly changed = new vscode.EventEmitter<undefined>();
    readonly onDidChangeTreeData = this.changed.event;
    private readonly view: vscode.TreeView<Variable>;
    private timer: NodeJS.Timeout | undefined;

    /** @param find The session whose variables are shown. */
    constructor(private readonly find: () => NotebookSession | undefined) {
        this.view = vscode.window.createTreeView('notebookkit.variables', { treeDataProvider: this });
        this.view.onDidChangeVisibility(() => this.refresh());
    }

    /** Asks again, once for many changes at a time, and only while somebody looks. */
    refresh(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
            if (this.view.visible) this.changed.fire(undefined);
        }, refreshDelay);
    }

    async getChildren(parent?: Variable): Promise<Variable[]> {
        const session = this.find();
        if (parent || !session?.isStarted) return [];
        return await session.kernel.variables().catch(() => []);
    }

    getTreeItem(variable: Variable): vscode.TreeItem {
        const item = new vscode.TreeItem(variable.name);
        const isFrame = variable.rows !== undefined;
        item.id = variable.name;
        item.description = [variable.type, variable.value].filter(text => text !== '').join('   ');
        item.tooltip = `${variable.type} ${variable.name}${variable.value && `\n${variable.value}`}`;
        item.iconPath = new vscode.ThemeIcon(isFrame ? 'table' : variable.count !== undefined ? 'symbol-array' : iconOf(variable.type));
        item.contextValue = isFrame ? 'frame' : 'value';
        if (isFrame) item.command = { command: 'notebookkit.openFrame', title: 'Open Data Frame', arguments: [variable] };
        return item;
    }

    dispose(): void {
        clearTimeout(this.timer);
        this.view.dispose();
        this.changed.dispose();
    }
}

function iconOf(type: string): string {
    if (/^(string|char)\??$/.test(type)) return 'symbol-string';
    if (/^bool\??$/.test(type)) return 'symbol-boolean';
    if (/^(s?byte|u?short|u?int|u?long|float|double|decimal|BigInteger)\??$/.test(type)) return 'symbol-numeric';
    return /^(Func|Action)\b/.test(type) ? 'symbol-method' : 'symbol-variable';
}
