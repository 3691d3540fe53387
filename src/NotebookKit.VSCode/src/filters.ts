import { FrameCondition } from './protocol';

/**
 * What a filter of a column means, as a user writes it: `> 3`, `<= 2024-06-30`, `3 .. 5`, `= TACE`, `!= TACE`, `missing`, `present`;
 * other text is contained in a text and equal to a number.
 */
export function conditionsOf(column: number, isNumber: boolean, text: string): FrameCondition[] {
    const written = text.trim();
    if (written === '') return [];
    if (written === 'missing' || written === 'present') return [{ column, op: written, value: '' }];
    const range = /^(\S+)\s*\.\.\s*(\S+)$/.exec(written);
    if (isNumber && range) return [{ column, op: '≥', value: range[1]! }, { column, op: '≤', value: range[2]! }];
    const comparison = /^(<=|>=|!=|<>|==|[<>=≤≥≠])\s*(.*)$/.exec(written);
    if (!comparison) return [{ column, op: isNumber ? '=' : 'contains', value: written }];
    const ops: Record<string, FrameCondition['op']> = { '<=': '≤', '>=': '≥', '!=': '≠', '<>': '≠', '==': '=' };
    return [{ column, op: ops[comparison[1]!] ?? comparison[1] as FrameCondition['op'], value: comparison[2]! }];
}
