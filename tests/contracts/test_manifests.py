"""The manifests: they build, they are valid, and every pod of every overlay is as it should be."""

from collections.abc import Iterator
from typing import Any

import kubernetes_validate
import pytest
import yaml

from deploy.local.services import GATEWAY, SERVICES
from deploy.manifests.files import DEPLOY, files
from deploy.manifests.processes import Process, processes
from tests import kubectl

OVERLAYS = ("demo", "production")
KUBERNETES = "1.34"
BUILT: dict[str, list[dict[str, Any]]] = {}

Object = dict[str, Any]


@pytest.fixture(params=OVERLAYS)
def overlay(request: pytest.FixtureRequest) -> list[Object]:
    """The objects of one overlay, and those of the doctor who visits it."""
    name: str = request.param
    if name not in BUILT:
        BUILT[name] = [*objects_of(f"overlays/{name}"), *objects_of("doctor")]
    return BUILT[name]


def objects_of(folder: str) -> Iterator[Object]:
    yield from yaml.safe_load_all(kubectl.built(DEPLOY / "k8s" / folder))


def named(objects: list[Object], kind: str) -> dict[str, Object]:
    return {each["metadata"]["name"]: each for each in objects if each["kind"] == kind}


def templates(objects: list[Object]) -> dict[str, Object]:
    """What pods are made from, by the name of what makes them."""
    return {
        f"{each['kind']} {each['metadata']['name']}": each["spec"]["template"]
        for each in objects
        if "template" in each.get("spec", {})
    }


def containers(objects: list[Object]) -> Iterator[tuple[str, Object]]:
    for name, template in templates(objects).items():
        for container in template["spec"]["containers"]:
            yield name, container


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_what_is_generated_is_what_the_settings_classes_say(path: Any) -> None:
    assert path.read_text() == files()[path], "run `make manifests`"


def test_every_object_is_valid(overlay: list[Object]) -> None:
    for each in overlay:
        kubernetes_validate.validate(each, KUBERNETES, strict=True)


def test_every_process_has_everything_of_its_own(overlay: list[Object]) -> None:
    kinds = ("ServiceAccount", "Service", "Deployment", "HorizontalPodAutoscaler")
    for kind in (*kinds, "PodDisruptionBudget", "NetworkPolicy"):
        assert {GATEWAY, *SERVICES} <= set(named(overlay, kind))


def test_every_pod_is_restricted(overlay: list[Object]) -> None:
    for name, template in templates(overlay).items():
        pod = template["spec"]["securityContext"]
        assert pod["runAsNonRoot"] is True, name
        assert pod["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(template["spec"]), name
        assert all("hostPath" not in each for each in template["spec"].get("volumes", [])), name
    for name, container in containers(overlay):
        mine = container["securityContext"]
        assert mine["allowPrivilegeEscalation"] is False, name
        assert mine["readOnlyRootFilesystem"] is True, name
        assert mine["capabilities"] == {"drop": ["ALL"]}, name
    (namespace,) = named(overlay, "Namespace").values()
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_only_who_makes_a_demos_secrets_has_a_token(overlay: list[Object]) -> None:
    for name, template in templates(overlay).items():
        has_token = template["spec"]["automountServiceAccountToken"]
        assert has_token is (name == "Job secrets"), name


def test_every_container_has_requests_and_limits(overlay: list[Object]) -> None:
    for name, container in containers(overlay):
        for which in ("requests", "limits"):
            assert {"cpu", "memory"} <= set(container["resources"][which]), name


def test_every_server_has_the_three_probes(overlay: list[Object]) -> None:
    for name, container in containers(overlay):
        if not name.startswith("Job "):
            assert {"livenessProbe", "readinessProbe", "startupProbe"} <= set(container), name


def test_every_image_has_a_version(overlay: list[Object]) -> None:
    for name, container in containers(overlay):
        tag = container["image"].rpartition("/")[2].partition(":")[2]
        assert tag not in ("", "latest"), name


def test_no_secret_is_in_the_manifests(overlay: list[Object]) -> None:
    assert named(overlay, "Secret") == {}
    secret = {setting.variable for process in processes() for setting in process.secrets}
    given = {key for each in named(overlay, "ConfigMap").values() for key in each["data"]}
    given |= {
        variable["name"]
        for _, container in containers(overlay)
        for variable in container.get("env", [])
        if "secretKeyRef" not in variable.get("valueFrom", {})
    }
    assert secret & given == set()


def test_nothing_reaches_a_pod_but_what_a_policy_of_its_own_lists(overlay: list[Object]) -> None:
    policies = [each["spec"] for each in named(overlay, "NetworkPolicy").values()]
    everything = [spec for spec in policies if spec["podSelector"] == {}]
    assert {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} in everything
    for name, template in templates(overlay).items():
        labels = template["metadata"]["labels"]
        own = {"app.kubernetes.io/name": labels["app.kubernetes.io/name"]}
        chosen = [spec for spec in policies if spec["podSelector"].get("matchLabels") == own]
        assert any(spec["policyTypes"] == ["Ingress", "Egress"] for spec in chosen), name


@pytest.mark.parametrize("process", processes(), ids=lambda process: process.name)
def test_every_setting_that_a_process_reads_is_in_its_pod(
    overlay: list[Object], process: Process
) -> None:
    (container,) = named(overlay, "Deployment")[process.name]["spec"]["template"]["spec"][
        "containers"
    ]
    sources = {each["name"]: each["valueFrom"] for each in container["env"]}
    assert set(sources) == {setting.variable for setting in process.settings}
    config = named(overlay, "ConfigMap")
    for setting in process.settings:
        if setting.is_secret:
            source = sources[setting.variable]["secretKeyRef"]
            assert source["name"] == f"parley-{process.name}"
        else:
            source = sources[setting.variable]["configMapKeyRef"]
            given = config[source["name"]]["data"]
            assert source["key"] in given or (not setting.is_required and source["optional"])


def test_production_is_production_everywhere() -> None:
    objects = list(objects_of("overlays/production"))
    for name, config in named(objects, "ConfigMap").items():
        assert config["data"]["PARLEY_ENVIRONMENT"] == "production", name
    (ingress,) = named(objects, "Ingress").values()
    assert ingress["spec"]["tls"]


def test_nobody_gets_out_to_a_collector_unless_its_namespace_says_that_it_is_one() -> None:
    objects = list(objects_of("overlays/production"))
    collector = named(objects, "NetworkPolicy")["collector"]["spec"]
    (way,) = collector["egress"]
    assert way["to"] == [{"namespaceSelector": {"matchLabels": {"parley.dev/collector": "true"}}}]
    assert [port["port"] for port in way["ports"]] == [4318]
