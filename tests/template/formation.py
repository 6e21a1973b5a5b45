"""The result of CloudFormation for the transformed template and given parameters: conditions,
references, and values.

It covers the functions that the template uses:
<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>.
"""

import functools
import itertools
import json
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
ID = "1a2b3c4d-0000-11f0-aaaa-0123456789ab"
NOTHING = object()

# Stacks that together create every resource.
STACKS = {
    "default": {
        "AdminEmail": "a@example.com",
        "AlarmEmail": "a@example.com",
        "ManagedLogin": "yes",
    },
    "hook": {"Handler": "firehose-transform", "DomainName": "a-name-of-twenty-eight-chars"},
    "s3": {"Destination": "s3"},
    "pool": {"ExistingUserPoolId": "us-east-1_Abc"},
    "domain": {
        "ExistingDomainArn": "arn:aws:es:us-east-1:123456789012:domain/mine",
        "ExistingDomainEndpoint": "https://search-mine.example",
        "ExistingDomainRoleArn": "arn:aws:iam::123456789012:role/mine",
    },
    "log-source": {
        "Handler": "firehose-transform",
        "LogSourceArn":
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/1",
        "LogSourceType": "ALB_ACCESS_LOGS",
    },
    "three-zones": {"DataInstanceCount": "3"},
}


@functools.cache
def template():
    program = [ROOT / ".venv-sam" / "bin" / "python", ROOT / "tests" / "template" / "transform.py"]
    return json.loads(subprocess.run(program, check=True, capture_output=True, text=True).stdout)


class Stack:
    """One deployment: these parameters, and defaults for the others."""

    def __init__(
        self,
        parameters=None,
        name="weblogs",
        region="us-east-1",
        account="123456789012",
        stack_id=ID,
    ):
        unknown = set(parameters or {}) - set(template()["Parameters"])
        assert not unknown, unknown
        self.parameters = {
            key: str(value["Default"]) for key, value in template()["Parameters"].items()
        }
        self.parameters.update({key: str(value) for key, value in (parameters or {}).items()})
        partition = (
            "aws-us-gov"
            if region.startswith("us-gov-")
            else "aws-cn"
            if region.startswith("cn-")
            else "aws"
        )
        self.pseudo = {
            "AWS::Region": region,
            "AWS::AccountId": account,
            "AWS::StackName": name,
            "AWS::Partition": partition,
            "AWS::URLSuffix": "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com",
            "AWS::StackId":
                f"arn:{partition}:cloudformation:{region}:{account}:stack/{name}/{stack_id}",
        }

    def holds(self, condition):
        """Whether a condition is true. It is given by name or as an expression."""
        if isinstance(condition, str):
            return self.holds(template()["Conditions"][condition])
        [(function, given)] = condition.items()
        match function:
            case "Condition":
                return self.holds(given)
            case "Fn::Equals":
                first, second = map(self.value, given)
                return str(first) == str(second)
            case "Fn::Not":
                return not self.holds(given[0])
            case "Fn::And":
                return all(map(self.holds, given))
            case "Fn::Or":
                return any(map(self.holds, given))
            case "Fn::Contains":
                return self.value(given[1]) in map(str, given[0])
        raise AssertionError(f"no condition: {condition}")

    def is_admitted(self):
        """Whether the Rules let the parameters pass."""
        for rule in template()["Rules"].values():
            if "RuleCondition" not in rule or self.holds(rule["RuleCondition"]):
                if not all(self.holds(assertion["Assert"]) for assertion in rule["Assertions"]):
                    return False
        return True

    def resources(self):
        """The created resources, by logical name."""
        return {
            name: each
            for name, each in template()["Resources"].items()
            if "Condition" not in each or self.holds(each["Condition"])
        }

    def outputs(self):
        return {
            name: each
            for name, each in template().get("Outputs", {}).items()
            if "Condition" not in each or self.holds(each["Condition"])
        }

    def value(self, node):
        """A value with its functions evaluated.

        A reference to a resource becomes `(Name)` or `(Name.Attribute)`.
        """
        if isinstance(node, list):
            return [value for value in map(self.value, node) if value is not NOTHING]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            [(function, given)] = node.items()
            match function:
                case "Ref":
                    if given == "AWS::NoValue":
                        return NOTHING
                    return self.parameters.get(given, self.pseudo.get(given, f"({given})"))
                case "Fn::GetAtt":
                    return f"({'.'.join(given if isinstance(given, list) else [given])})"
                case "Fn::If":
                    return self.value(given[1] if self.holds(given[0]) else given[2])
                case "Fn::Sub":
                    return self.substituted(given)
                case "Fn::Select":
                    return self.value(given[1])[int(given[0])]
                case "Fn::Split":
                    return self.value(given[1]).split(given[0])
                case "Fn::Join":
                    return given[0].join(self.value(given[1]))
                case "Fn::Base64":
                    return self.value(given)
            assert not function.startswith("Fn::"), function
        values = {key: self.value(value) for key, value in node.items()}
        return {key: value for key, value in values.items() if value is not NOTHING}

    def substituted(self, given):
        text, local = (given, {}) if isinstance(given, str) else given
        local = {key: self.value(value) for key, value in local.items()}

        def filled(match):
            name = match[1]
            return (
                local[name]
                if name in local
                else self.value({"Fn::GetAtt": name} if "." in name else {"Ref": name})
            )

        return re.sub(r"\$\{([\w:.]+)\}", filled, text)

    def properties(self, name):
        return self.value(template()["Resources"][name].get("Properties", {}))

    def needs(self, name):
        """The resources that are created before this one."""
        made = self.resources()
        return {
            target
            for target, path in references(made[name])
            if target in made and all(self.holds(one) == way for one, way in path)
        }

    def comes_after(self, later, earlier):
        """Whether one resource is created only after the other, in any number of steps."""
        seen, open_ = set(), self.needs(later)
        while open_:
            seen |= open_
            open_ = set().union(*(self.needs(name) for name in open_)) - seen
        return earlier in seen


def references(node, path=()):
    """Resources with references to them, each with the paths through conditions that lead to it."""
    if isinstance(node, list):
        for each in node:
            yield from references(each, path)
        return
    if not isinstance(node, dict):
        return
    for key, given in node.items():
        if key == "Fn::If":
            yield from references(given[1], (*path, (given[0], True)))
            yield from references(given[2], (*path, (given[0], False)))
            continue
        names = []
        if key == "Ref":
            names = [given]
        elif key == "Fn::GetAtt":
            names = [given[0] if isinstance(given, list) else given.split(".")[0]]
        elif key == "DependsOn":
            names = [given] if isinstance(given, str) else given
        elif key == "Fn::Sub":
            text, local = (given, {}) if isinstance(given, str) else given
            names = [
                name.split(".")[0]
                for name in re.findall(r"\$\{([\w:.]+)\}", text)
                if name not in local
            ]
        yield from ((name, path) for name in names if name in template()["Resources"])
        yield from references(given, path)


def compared(node):
    """The parameters in a condition, with the values that they are compared with."""
    if isinstance(node, str):
        yield from compared(template()["Conditions"][node])
    elif isinstance(node, dict):
        [(function, given)] = node.items()
        if function == "Condition":
            yield from compared(given)
        elif function == "Fn::Equals":
            for one, other in (given, reversed(given)):
                if isinstance(one, dict) and one.get("Ref") in template()["Parameters"]:
                    yield one["Ref"], other
        elif function == "Fn::Contains":
            yield from ((given[1]["Ref"], other) for other in given[0])
        else:
            yield from itertools.chain.from_iterable(map(compared, given))


@functools.cache
def choices():
    """For every parameter in a condition or rule, the values that can make a difference."""
    found = {}
    for condition in itertools.chain(
        template()["Conditions"].values(),
        *(conditions_of(rule) for rule in template()["Rules"].values()),
    ):
        for name, other in compared(condition):
            found.setdefault(name, set()).add(str(other))
    for name, values in found.items():
        allowed = template()["Parameters"][name].get("AllowedValues")
        values.add(str(template()["Parameters"][name]["Default"]))
        values.update(map(str, allowed) if allowed else ["something"])
    return {name: sorted(values) for name, values in found.items()}


def conditions_of(rule):
    return [
        *([rule["RuleCondition"]] if "RuleCondition" in rule else []),
        *(assertion["Assert"] for assertion in rule["Assertions"]),
    ]


def stacks_of(conditions):
    """A stack for every admitted combination of the parameters in the conditions and in the rules
    about the same parameters.
    """
    wanted = {name for condition in conditions for name, _ in compared(condition)}
    while True:
        related = [
            {name for condition in conditions_of(rule) for name, _ in compared(condition)}
            for rule in template()["Rules"].values()
        ]
        more = wanted.union(*(names for names in related if names & wanted))
        if more == wanted:
            break
        wanted = more
    names = sorted(wanted)
    for values in itertools.product(*(choices()[name] for name in names)):
        stack = Stack(dict(zip(names, values)))
        if stack.is_admitted():
            yield stack
