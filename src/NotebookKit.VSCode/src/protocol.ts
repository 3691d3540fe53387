/** The messages of the hosting protocol; src/NotebookKit.Kernel/Hosting/protocol.md describes them. */

export const protocolVersion = 1;

/** One form of a display per mime type: text, or a JSON value for JSON types. */
export type MimeBundle = Record<string, unknown>;

export type Output =
    | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string }
    | { output_type: 'display_data' | 'update_display_data'; data: MimeBundle; transient?: { display_id?: string } }
    | { output_type: 'execute_result'; data: MimeBundle }
    | { output_type: 'error'; ename: string; evalue: string; traceback: string[] }
    | { output_type: 'progress'; text: string; share: number; over: boolean }
    | { output_type: 'clear_output'; wait: boolean };

export interface Completions {
    start: number;
    end: number;
    items: { text: string; label: string; kind: string }[];
}

export interface Signatures {
    active: number;
    activeParameter: number;
    items: { label: string; documentation: string; parameters: string[] }[];
}

export interface Problem {
    start: number;
    end: number;
    error: boolean;
    id: string;
    message: string;
}

export interface Variable {
    name: string;
    type: string;
    value: string;
    /** Of a data frame. */
    rows?: number;
    columns?: number;
    /** Of a collection. */
    count?: number;
}

export interface OpenFrame {
    frame: number;
    rows: number;
    columns: { name: string; type: string; missing: number; number: boolean }[];
}

export interface FrameCondition {
    column: number;
    op: '=' | '≠' | '<' | '≤' | '>' | '≥' | 'contains' | 'missing' | 'present';
    value: string;
}

/** Asks the user for a line of text; undefined when the user gives none. */
export type Ask = (prompt: string, isPassword: boolean) => Promise<string | undefined>;

export type Message = {
    id?: number;
    method?: string;
    params?: any;
    result?: any;
    error?: { message: string };
};
