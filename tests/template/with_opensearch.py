"""A test with MiniStack, the built functions in it, and a double of OpenSearch at the domain's
address.
"""

import contextlib
import tempfile
import unittest

import opensearch_double
import stack


class WithOpenSearch(unittest.TestCase):
    def setUp(self):
        resources = contextlib.ExitStack()
        self.addCleanup(resources.close)
        self.double = opensearch_double.Double(
            resources.enter_context(tempfile.TemporaryDirectory())
        )
        resources.callback(self.double.close)
        # The function trusts the double's certificate, because it is in the machine's list, as
        # Amazon's is.
        environment = {
            "MINISTACK_OPENSEARCH_ENDPOINT": self.double.address,
            "SSL_CERT_FILE": str(self.double.certificate),
        }
        self.emulator = resources.enter_context(stack.ministack(environment))
        self.assertIn("opensearch-setup", self.emulator.upload(stack.ROOT / "target" / "debug"))
        self.double.on_wait = self.make_app_client

    def make_app_client(self):
        """Makes the app client that a domain makes for itself in the user pool."""
        cognito = self.emulator.client("cognito-idp")
        pool = cognito.list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
        if cognito.list_user_pool_clients(UserPoolId=pool)["UserPoolClients"]:
            return
        made = cognito.create_user_pool_client(
            UserPoolId=pool, ClientName="AmazonOpenSearchService-weblogs-us-east-1-x1"
        )
        self.app_client = made["UserPoolClient"]["ClientId"]
