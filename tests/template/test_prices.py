"""deploy/prices: its tables are those of docs/deploy.md, and its counts are those of the
template."""

import re
import tomllib
import unittest

import scripts
from formation import Stack
from scripts import ROOT


def load():
    return scripts.load("prices")


def stack_of(configuration):
    """A stack of one of samconfig.toml's sets, with a person's addresses in it."""
    sets = tomllib.loads((ROOT / "samconfig.toml").read_text())
    given = sets[configuration]["deploy"]["parameters"]["parameter_overrides"]
    return Stack(dict(each.split("=", 1) for each in given))


class Prices(unittest.TestCase):
    def test_the_document_has_the_script_s_tables(self):
        prices, text = load(), (ROOT / "docs" / "deploy.md").read_text()
        self.assertEqual(prices.written(text), text, "run deploy/prices --write")
        for table in prices.tables().values():
            self.assertIn(table, text)

    def test_it_counts_the_alarms_and_nodes_of_the_sets(self):
        prices = load()
        for name, alarms in [
            ("tryout", prices.TRYOUT_ALARMS),
            ("production", prices.PRODUCTION_ALARMS),
        ]:
            kinds = [each["Type"] for each in stack_of(name).resources().values()]
            self.assertEqual(kinds.count("AWS::CloudWatch::Alarm"), alarms, name)
        nodes = stack_of("production").properties("Domain")
        cluster = nodes["ClusterConfig"]
        self.assertEqual(
            (cluster["InstanceType"], int(cluster["InstanceCount"])), ("r7g.large.search", 3)
        )
        self.assertEqual(int(nodes["EBSOptions"]["VolumeSize"]) * 3, 600)
        nodes = stack_of("tryout").properties("Domain")
        cluster = nodes["ClusterConfig"]
        self.assertEqual(
            (cluster["InstanceType"], int(cluster["InstanceCount"])), ("t3.small.search", 1)
        )
        self.assertEqual(int(nodes["EBSOptions"]["VolumeSize"]), 10)

    def test_it_counts_the_metrics_that_the_functions_write(self):
        written = re.findall(r"^\| `([\w.]+)`", (ROOT / "docs" / "METRICS.md").read_text(), re.M)
        # The metrics of objects belong to the function that reads them, which the template does not
        # have.
        counted = [name for name in written if not name.startswith("Objects")]
        self.assertEqual(len(counted), load().FUNCTION_METRICS)

    def test_both_sets_are_admitted(self):
        for name in ["tryout", "production"]:
            self.assertTrue(stack_of(name).is_admitted(), name)


if __name__ == "__main__":
    unittest.main()
