"""Runs code in processes of its own under several hash seeds: what is made must not depend on one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def environment(seed: str) -> dict[str, str]:
    """Return the environment of a process of its own, with a hash seed."""
    return os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}


def outputs(code: str, *arguments: str, seeds: Iterable[str] = ("1", "2", "3")) -> set[bytes]:
    """Return the different texts that code prints under several hash seeds; one, if it depends on none.

    Raises CalledProcessError where the code fails.
    """
    command = [sys.executable, "-c", code, *arguments]
    return {subprocess.run(command, env=environment(seed), check=True, capture_output=True).stdout for seed in seeds}
