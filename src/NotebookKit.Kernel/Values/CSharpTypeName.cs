namespace NotebookKit.Kernel.Values;

/// <summary>Names a type as C# code of a cell can.</summary>
internal static class CSharpTypeName
{
    /// <summary>The full name; <c>object</c> for a type that cells cannot name.</summary>
    public static string Of(Type? type)
    {
        if (type is null || !CanBeNamed(type)) return "object";
        if (type.IsArray) return $"{Of(type.GetElementType())}[{new string(',', type.GetArrayRank() - 1)}]";
        string name = type.FullName!.Split('[')[0];
        Type[] arguments = type.GetGenericArguments();
        int used = 0;
        IEnumerable<string> parts = name.Split('+').Select(part =>
        {
            string[] generic = part.Split('`');
            if (generic.Length == 1) return part;
            int count = int.Parse(generic[1], System.Globalization.CultureInfo.InvariantCulture);
            used += count;
            return $"{generic[0]}<{string.Join(", ", arguments[(used - count)..used].Select(Of))}>";
        });
        return "global::" + string.Join('.', parts);
    }

    // Types of cells and of other languages live in assemblies without a file, which code cannot refer to.
    private static bool CanBeNamed(Type type) =>
        type.IsArray ? CanBeNamed(type.GetElementType()!) :
        type.IsVisible && !type.Assembly.IsDynamic && type.Assembly.Location.Length > 0 && type.GetGenericArguments().All(CanBeNamed);
}
