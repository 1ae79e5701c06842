"""An indexing process that stays: what it knows of the corpus and its imports are paid for once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from indexer.bootstrap import open_knowledge_base
from indexer.cli.console import report_json
from indexer.config import Config, load_config
from indexer.corpus_store.record_files import record_stamp
from indexer.corpus_store.vocabulary_file import VOCABULARY_NAME
from indexer.domain.errors import KnowledgeBaseError, message_of
from indexer.domain.messages import message_record
from indexer.ingestion.report import ReconcileReport
from indexer.knowledge_base import KnowledgeBase


def answer_orders(config_path: Path) -> None:
    """Index for each line of the input, `reconcile` or `rebuild`, until it ends; a JSON line answers each."""
    opened: tuple[object, KnowledgeBase] | None = None
    for order in sys.stdin:
        try:
            config = load_config(config_path)
            made_of = _state(config)
            if opened is None or opened[0] != made_of:
                opened = (made_of, open_knowledge_base(config))
            answer = report_json(_carry_out(order.strip(), opened[1]))
        except (KnowledgeBaseError, OSError) as error:
            answer = {"error": message_record(message_of(error))}
        click.echo(json.dumps(answer, ensure_ascii=False))
        # A pipe is buffered by blocks, and the site waits for this line.
        sys.stdout.flush()
    if opened is not None:
        opened[1].close()


def _carry_out(order: str, knowledge_base: KnowledgeBase) -> ReconcileReport:
    rebuild = order == "rebuild"
    if rebuild:
        # What was refused is kept, too; a rebuild is the wish to have it read again.
        knowledge_base.texts.forget_refused()
    return knowledge_base.reconcile(rebuild=rebuild)


def _state(config: Config) -> object:
    """What an opened knowledge base was made from: it is opened anew when vocabulary, a record or a setting changes."""
    vocabulary = config.corpus_folder / VOCABULARY_NAME
    content = vocabulary.read_bytes() if vocabulary.is_file() else b""
    return config, content, record_stamp(config.corpus_folder)
