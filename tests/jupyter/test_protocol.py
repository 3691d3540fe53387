"""Wire-level checks of the installed kernel; KERNEL names it, JUPYTER_DATA_DIR holds its kernelspec."""
import os
import unittest

from protocol_extra import ProtocolExtra, ShutdownExtra

KERNEL = os.environ.get("KERNEL", "notebookkit")


class Protocol(ProtocolExtra, unittest.TestCase):
    kernel_name = KERNEL
    needs_message_interrupt = True
    code = dict(
        stdout='Console.WriteLine("hello, world");',
        stderr='Console.Error.WriteLine("oops");',
        result="6*7",
        uexpr="6*7",
        error='throw new Exception("boom");',
        slow_error='Thread.Sleep(1000); throw new Exception("boom");',
        define_then_error='int yy = 7; throw new Exception("boom");',
        read_defined="yy",
        print_then_error='Console.WriteLine("before"); throw new Exception("boom");',
        slow_print='Console.WriteLine("a"); Thread.Sleep(1500); Console.WriteLine("b");',
        unicode='Console.WriteLine("αβ 𝐚 日本 \U0001F600");',
        big="Console.WriteLine(new string('x', 1_000_001));",
        display_update='var h = display("a"); h.Update("b");',
        figure='display(new Dictionary<string, string> { ["application/vnd.plotly.v1+json"] = "{\\"data\\":[],\\"layout\\":{}}", '
               '["text/html"] = "<img alt=\\"f\\">", ["text/plain"] = "fig" });',
        clear="clear_output();",
        complete_astral='"𝐚".ToUpp¦ToUpper',
        complete_code="1+1",
        incomplete_code="int f(int x) {",
        invalid_code="int = 7q;",
        input='Console.WriteLine(input("name? "));',
        sleep3="Thread.Sleep(3000);",
        loop="while (true) { }",
        set_x="var x = 41;",
        get_x="x",
    )


class Shutdown(ShutdownExtra, unittest.TestCase):
    kernel_name = KERNEL


if __name__ == "__main__":
    unittest.main()
