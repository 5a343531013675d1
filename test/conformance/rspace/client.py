"""Exports as a Python client in wide use does it: what it reads and how, with the standard library alone.

Usage: client.py BASE_URL KEY FORMAT SCOPE TARGET [NAME=VALUE ...]; writes one JSON object to standard output.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


class AuthenticationError(Exception):
    pass


class ApiError(Exception):
    def __init__(self, message, response_status_code=None):
        Exception.__init__(self, message)
        self.response_status_code = response_status_code


def formatted(error):
    return "error message: {}, errors: {}".format(
        error["message"], ", ".join(error["errors"])
    )


class Client:
    def __init__(self, url, key):
        self.url = url
        self.key = key

    def api_url(self):
        return self.url + "/api/v1"

    def request(self, endpoint, params=None, method="GET"):
        url = endpoint
        # A link is followed as it is only if it begins with the very address the client was given.
        if not endpoint.startswith(self.api_url()):
            url = self.api_url() + endpoint
        if params:
            url += "?" + urllib.parse.urlencode(params)
        headers = {"apiKey": self.key, "Accept": "application/json"}
        sent = urllib.request.Request(url, headers=headers, method=method)
        if method == "POST":
            sent.add_header("Content-Length", "0")
        try:
            response = urllib.request.urlopen(sent)
            status = response.status
        except urllib.error.HTTPError as error:
            response, status = error, error.code
        content_type = response.headers["Content-Type"]
        text = response.read()
        if status == 401:
            raise AuthenticationError(json.loads(text)["message"])
        if status >= 400:
            if "application/json" in content_type:
                message = formatted(json.loads(text))
            else:
                message = text.decode()
            raise ApiError(
                "Error code: {}, {}".format(status, message), response_status_code=status
            )
        assert "application/json" in content_type
        return json.loads(text)

    def link(self, response, wanted):
        for link in response["_links"]:
            if link["rel"] == wanted:
                return link["link"]
        raise KeyError(wanted)

    def download(self, url, path):
        sent = urllib.request.Request(
            url, headers={"apiKey": self.key, "Accept": "application/octet-stream"}
        )
        # The status is not looked at: what comes is written.
        try:
            response = urllib.request.urlopen(sent)
        except urllib.error.HTTPError as error:
            response = error
        with open(path, "wb") as file:
            while chunk := response.read(128 * 1024):
                file.write(chunk)

    def export(self, export_format, scope, target, params):
        endpoint = "/export/{}/{}".format(export_format, scope)
        job = self.request(endpoint, params=params, method="POST")
        shown = []
        status_url = self.link(job, "self")
        while True:
            status = self.request(status_url)
            shown.append("{:2.2f}%".format(status["percentComplete"]))
            if status["status"] == "COMPLETED":
                url = self.link(status, "enclosure")
                if os.path.isdir(target):
                    target = os.path.join(target, url.split("/")[-1])
                self.download(url, target)
                return {"file": target, "shown": shown, "result": status["result"]}
            if status["status"] in ("FAILED", "ABANDONED"):
                raise ApiError("Export job failed: " + formatted(status["result"]))
            if status["status"] not in ("STARTING", "STARTED", "RUNNING"):
                raise ApiError("Unknown job status: " + status["status"])
            time.sleep(0.2)


def main():
    url, key, export_format, scope, target, *more = sys.argv[1:]
    params = dict(one.split("=", 1) for one in more)
    client = Client(url, key)
    try:
        print(json.dumps(client.export(export_format, scope, target, params)))
    except AuthenticationError as error:
        print(json.dumps({"authentication": str(error)}))
    except ApiError as error:
        print(json.dumps({"api": str(error), "status": error.response_status_code}))


main()
