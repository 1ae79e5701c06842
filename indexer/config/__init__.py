"""config.toml: what can be set, with defaults and help, and how the file is read.

What a setting means is written where it is used; nothing here opens anything but the file itself.
"""

from indexer.config.finding import CONFIG_VARIABLE, find_config
from indexer.config.reading import load_config
from indexer.config.settings import SECTIONS, ComparisonSettings, Config, ExtractionSettings, MeaningSettings
from indexer.config.site_settings import WebSettings

__all__ = [
    "CONFIG_VARIABLE",
    "SECTIONS",
    "ComparisonSettings",
    "Config",
    "ExtractionSettings",
    "MeaningSettings",
    "WebSettings",
    "find_config",
    "load_config",
]
