"""config.toml: what can be set, with defaults and help, and how the file is read.

What a setting means is written where it is used; nothing here opens anything but the file itself.
"""

from indexer.config.reading import load_config
from indexer.config.settings import SECTIONS, ComparisonSettings, Config, MeaningSettings
from indexer.config.site_settings import WebSettings

__all__ = ["SECTIONS", "ComparisonSettings", "Config", "MeaningSettings", "WebSettings", "load_config"]
