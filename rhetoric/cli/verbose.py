"""What ``--verbose`` says on stderr: which spaCy pipeline and which model are at work."""

from pathlib import Path

from rhetoric.cli.telling import tell

_DIGITS = 12


def tell_pipeline(spacy_model: str | None) -> None:
    """Name the spaCy pipeline, its version and its folder."""
    from rhetoric.extraction.pipeline import load_pipeline

    nlp = load_pipeline(spacy_model)
    name = f"{nlp.meta['lang']}_{nlp.meta['name']}"
    tell(f"spaCy pipeline {name} {nlp.meta['version']}, {nlp.path}")


def tell_model(model: Path | str | None) -> None:
    """Name the labelling model's folder, its labels, its data and the hashes of its files."""
    from rhetoric.labelling.store import find_model, load

    loaded = load(model)
    manifest = loaded.manifest
    data = manifest.get("data", "data that its manifest does not name")
    digest = manifest.get("data_sha256")
    source = f"{data} (SHA-256 {digest[:_DIGITS]})" if isinstance(digest, str) else data
    files = ", ".join(f"{name} {sha[:_DIGITS]}" for name, sha in manifest["files"].items())
    tell(f"model {find_model(model)}, labels {', '.join(loaded.labels)}")
    tell(f"model built from {source}")
    tell(f"model files, SHA-256: {files}")
