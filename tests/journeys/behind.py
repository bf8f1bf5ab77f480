"""What a journey does beside the product: scenes set and clocks moved, on its own database."""

import subprocess
import sys

from config.stack.product import ROOT, Product


def behind(product: Product, script: str) -> str:
    """Run in a shell of the product; what it printed."""
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=product.env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-2000:]
    return done.stdout
