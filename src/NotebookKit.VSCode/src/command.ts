import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The command that starts NotebookKit: as set, as `notebookkit vscode install` noted it, or as the .NET SDK installs it. */
export function findCommand(setting: readonly string[], home = homedir()): string[] {
    if (setting.length > 0) return [...setting];
    const noted = readNote(join(home, '.notebookkit', 'command.json'));
    if (noted) return noted;
    const tool = join(home, '.dotnet', 'tools', process.platform === 'win32' ? 'notebookkit.exe' : 'notebookkit');
    return [existsSync(tool) ? tool : 'notebookkit'];
}

function readNote(file: string): string[] | undefined {
    try {
        const command: unknown = JSON.parse(readFileSync(file, 'utf8'));
        const isCommand = Array.isArray(command) && command.length > 0 && command.every(part => typeof part === 'string');
        return isCommand && existsSync(command[0]) ? command : undefined;
    } catch {
        return undefined;
    }
}
