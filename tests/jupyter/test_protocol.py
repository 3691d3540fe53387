"""Wire-level checks of the installed kernel; KERNEL names it, JUPYTER_DATA_DIR holds its kernelspec."""
import os
import subprocess
import time
import unittest

from jupyter_client.manager import KernelManager

from protocol_extra import T, ProtocolExtra, ShutdownExtra

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


class Threads(unittest.TestCase):
    """What cells do to the threads of the kernel."""

    def setUp(self):
        self.km = KernelManager(kernel_name=KERNEL)
        # What a dying kernel prints would stand in the middle of the report.
        self.km.start_kernel(stderr=subprocess.DEVNULL)
        self.kc = self.km.blocking_client()
        self.kc.start_channels()
        self.kc.wait_for_ready(timeout=T)

    def tearDown(self):
        self.kc.stop_channels()
        self.km.shutdown_kernel(now=True)

    def run_code(self, code):
        return self.kc.execute(code, reply=True, timeout=T)["content"]

    def ends(self):
        end = time.time() + 30
        while self.km.is_alive() and time.time() < end:
            time.sleep(0.1)
        return not self.km.is_alive()

    def test_a_thread_that_throws_fails_its_cell_and_not_the_kernel(self):
        self.run_code("int kept = 7;")
        failed = self.run_code('var t = new Thread(() => throw new Exception("boom")); t.Start(); t.Join();')
        self.assertEqual((failed["status"], failed["evalue"]), ("error", "boom"))
        self.assertEqual(self.run_code('if (kept != 7) throw new Exception("lost");')["status"], "ok")

    def test_a_blocked_thread_pool_leaves_the_kernel_answering(self):
        self.run_code("for (int i = 0; i < 300; i++) ThreadPool.QueueUserWorkItem(_ => Thread.Sleep(-1)); int kept = 7;")
        mid = self.kc.execute("while (true) { }")
        time.sleep(1)
        self.kc.control_channel.send(self.kc.session.msg("kernel_info_request", {}))
        self.assertEqual(self.kc.get_control_msg(timeout=T)["msg_type"], "kernel_info_reply")
        self.km.interrupt_kernel()
        while (reply := self.kc.get_shell_msg(timeout=T))["parent_header"].get("msg_id") != mid:
            pass
        self.assertEqual(reply["content"]["ename"], "Interrupted")
        self.assertEqual(self.run_code('if (kept != 7) throw new Exception("lost");')["status"], "ok")

    def test_threads_without_end_do_not_keep_the_kernel_alive(self):
        self.run_code("new Thread(() => { while (true) Thread.Sleep(1000); }).Start(); ThreadPool.QueueUserWorkItem(_ => Thread.Sleep(-1));")
        self.kc.control_channel.send(self.kc.session.msg("shutdown_request", {"restart": False}))
        self.assertTrue(self.ends())

    def test_a_long_computation_moves_one_display(self):
        kit = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "artifacts", "kit", "NotebookKit.dll")
        failed = self.run_code(f'#r "{os.path.normpath(kit)}"\nvar tell = (Action<string, double>)typeof(NotebookKit.Cohort).Assembly'
                               '.GetType("NotebookKit.Numerics.LongWork").GetProperty("Listener").GetValue(null);')
        self.assertEqual(failed["status"], "ok")
        seen = []
        self.kc.execute_interactive('tell("Bootstrap", 0.25); tell("Bootstrap", 0.5); 1', output_hook=seen.append, timeout=T)
        shown = [m for m in seen if m["msg_type"].endswith("display_data")]
        self.assertEqual([m["msg_type"] for m in shown], ["display_data", "update_display_data", "update_display_data"])
        self.assertEqual(len({m["content"]["transient"]["display_id"] for m in shown}), 1)
        self.assertEqual([m["content"]["data"]["text/plain"] for m in shown],
                         ["Bootstrap: 25 % done", "Bootstrap: 50 % done", "Bootstrap: done"])

    def test_a_kernel_that_overflowed_its_stack_is_restarted(self):
        self.kc.execute("int F(int n) => 1 + F(n + 1); F(0)")
        self.assertTrue(self.ends())
        self.km.restart_kernel(now=True)
        self.kc.wait_for_ready(timeout=T)
        self.assertEqual(self.run_code("6*7")["status"], "ok")


if __name__ == "__main__":
    unittest.main()
