using NotebookKit.Cohorts;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Import;
using NotebookKit.Import.Mapping;

namespace NotebookKit;

/// <summary>A cohort from a folder of a physician's own files.</summary>
public static class CohortImportExtensions
{
    extension(Cohort)
    {
        /// <summary>Reads a folder of files of any kind through a mapping; changes none of them.</summary>
        /// <param name="folder">The folder with the files.</param>
        /// <param name="mapping">The mapping (CSV or JSON); <c>recode.csv</c> beside it says what values mean. Null for <c>mapping.csv</c>
        /// in the folder.</param>
        /// <param name="options">Cut-off, rules to leave out and clinical limits; null for the defaults.</param>
        /// <param name="cutOff">Data cut-off; null for that of the options.</param>
        /// <returns>
        /// The cohort. What is wrong in the files, values that no row of <c>recode.csv</c> decides, columns that came or went,
        /// and the rows
        /// in and out are among its findings.
        /// </returns>
        /// <exception cref="FileNotFoundException">There is no mapping; the message says how to have one proposed.</exception>
        /// <example><c>var cohort = Cohort.Import("register");</c></example>
        public static Cohort Import(string folder, string? mapping = null, CohortOptions? options = null, DateOnly? cutOff = null)
        {
            ArgumentNullException.ThrowIfNull(folder);
            string path = MappingPath(folder, mapping);
            options ??= new CohortOptions();
            if (cutOff is not null) options = options with { CutOff = cutOff };
            var findings = new List<Finding>();
            var faults = new List<Finding>();
            List<MappingRow> rows = MappingFiles.ReadMapping(path, faults);
            List<RecodeRow> recode = MappingFiles.ReadRecode(MappingFiles.RecodeBeside(path), faults);
            List<Source> sources = SourceFolder.Read(folder, findings);
            var used = rows.Where(r => r.IsUsed).Select(r => (r.File, r.SourceColumn)).ToHashSet();
            // Of columns that are not used, and of cells that a rule of the templates reports again, once is enough.
            findings.RemoveAll(f => f.Severity == FindingSeverity.Info || SourceFolder.CellRules.Contains(f.Rule)
                || f.Rule is "category-variants" or "layout-wide"
                || f.Column is not null && !used.Any(u => f.File.StartsWith(u.File, StringComparison.Ordinal)
                    && (u.SourceColumn == f.Column)));
            findings.AddRange(faults);
            ImportState.Compare(Path.GetDirectoryName(Path.GetFullPath(path))!, sources, rows, findings);
            RawCohort raw = CohortMapper.Map(sources, rows, recode, findings);
            return Cohort.FromRaw(folder, raw, findings, options);
        }

        /// <summary>Proposes a mapping for the files of a folder and writes <c>mapping.csv</c> and <c>recode.csv</c> beside them.</summary>
        /// <param name="folder">The folder with the files; they are not changed.</param>
        /// <param name="overwrite">Whether a mapping that is there is replaced.</param>
        /// <returns>What was found in the files.</returns>
        /// <exception cref="IOException">There is a mapping already.</exception>
        public static FindingList ProposeImport(string folder, bool overwrite = false)
        {
            var findings = new List<Finding>();
            List<Source> sources = SourceFolder.Read(folder, findings);
            string mapping = Path.Combine(folder, "mapping.csv"), recode = Path.Combine(folder, "recode.csv");
            if (!overwrite && File.Exists(mapping))
                throw new IOException(
                    $"There is a mapping already: {mapping}. It was left as it is; delete it, or ask for it to be replaced.");
            (List<MappingRow> rows, List<RecodeRow> values) = MappingProposer.Propose(sources);
            MappingFiles.Write(mapping, rows);
            MappingFiles.Write(recode, values);
            ImportState.Write(folder, sources, rows);
            return new FindingList(findings);
        }

        /// <summary>
        /// Adds a row to <c>recode.csv</c> for every value that no row decides, with its count, such as those of a column that was mapped
        /// by hand; rows that are there stay as they are.
        /// </summary>
        /// <param name="folder">The folder with the files.</param>
        /// <param name="mapping">The mapping, as for <c>Cohort.Import</c>.</param>
        /// <returns>The number of rows added. Where a word of the list is meant the row proposes it; the others are open.</returns>
        /// <exception cref="FileNotFoundException">There is no mapping.</exception>
        /// <example><c>Cohort.ProposeRecode("register")</c></example>
        public static int ProposeRecode(string folder, string? mapping = null)
        {
            ArgumentNullException.ThrowIfNull(folder);
            string path = MappingPath(folder, mapping), recode = MappingFiles.RecodeBeside(path);
            var faults = new List<Finding>();
            List<RecodeRow> known = MappingFiles.ReadRecode(recode, faults);
            List<MappingRow> rows = MappingFiles.ReadMapping(path, faults);
            // A row with a cell too many would be written without it; the import tells it as an error.
            if (faults.Count > 0) return 0;
            List<RecodeRow> open = CohortMapper.Undecided(SourceFolder.Read(folder, []), rows, known);
            open.RemoveAll(o => known.Exists(k => (k.Table, k.Column, k.SourceValue) == (o.Table, o.Column, o.SourceValue)));
            if (open.Count > 0) MappingFiles.Write(recode, known.Concat(open.Select(o => MappingProposer.Proposed(o, rows))));
            return open.Count;
        }

        /// <summary>Takes the files as they are for the state that the next export is compared with.</summary>
        internal static void KeepImportState(string folder) =>
            ImportState.Write(folder, SourceFolder.Read(folder, []), MappingFiles.ReadMapping(Path.Combine(folder, "mapping.csv")));
    }

    private static string MappingPath(string folder, string? mapping)
    {
        string path = mapping is null ? Path.Combine(folder, MappingFiles.Mapping) : File.Exists(mapping)
            ? mapping
            : Path.Combine(folder, mapping);
        return File.Exists(path) ? path : throw new FileNotFoundException(
            $"There is no mapping '{path}'. notebookkit import \"{folder}\" --propose writes one, or "
                + $"Cohort.ProposeImport(\"{folder}\") in a cell.", path);
    }
}
