"""Allow ``python -m shirube_cli``."""

import sys

from .main import main

sys.exit(main())
