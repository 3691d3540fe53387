"""The suite that Jupyter provides for kernels (Debian: python3-jupyter-kernel-test) on the installed kernel."""
import os
import unittest

import jupyter_kernel_test as jkt

KERNEL = os.environ.get("KERNEL", "notebookkit")
jkt.TIMEOUT = 60


class Conformance(jkt.KernelTests):
    kernel_name = KERNEL
    language_name = "csharp"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("test");'
    completion_samples = [{"text": "Console.WriteL", "matches": {"WriteLine"}}, {"text": "Enumerab"}]
    complete_code_samples = ["1", 'Console.WriteLine("hi");', "int f(int x) { return x; }"]
    incomplete_code_samples = ["int f(int x) {", 'Console.WriteLine("hi",', "/* never ends"]
    invalid_code_samples = ["int = 7q;", "class 9x {}"]
    code_generate_error = 'throw new Exception("boom");'
    code_execute_result = [{"code": "6*7", "result": "42"}, {"code": "1+2+3", "result": "6"}]
    code_display_data = [{"code": 'display(HTML("<b>x</b>"));', "mime": "text/html"}]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1?2*"
    code_inspect_sample = "Console.WriteLine"
    code_clear_output = "clear_output();"

    def test_pager(self):
        self.skipTest("the pager is IPython's '?'; help in C# comes by inspect_request, which is tested")


if __name__ == "__main__":
    unittest.main()
