"""Formulas and images: what is drawn in place of its words. Part of the plan, below ``inlines``."""

from __future__ import annotations

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Image, Math, MathBlock
from pipeline.writers.pdf.draft import Draft
from pipeline.writers.pdf.formulas import formula
from pipeline.writers.pdf.lines import Box, Item, Run
from pipeline.writers.pdf.pictures import POINTS_PER_PIXEL, Drawing, Empty, Paths, bitmap
from pipeline.writers.pdf.surroundings import Context
from pipeline.writers.pdf.tags import AttachedFile, Element, LayoutAttributes, Leaf


def math_item(draft: Draft, node: Math | MathBlock, context: Context) -> Item[Leaf]:
    """Plan a formula: drawn, or as linear text where it cannot be drawn."""
    placement = "Block" if isinstance(node, MathBlock) else None
    layout = LayoutAttributes(box=True, placement=placement)
    element = Element("Formula", alternative=node.text, attributes=layout)
    if node.lang is not None and node.lang != context.lang:
        element.lang = node.lang
    context.element.children.append(element)
    if draft.modern:
        draft.formulas += 1
        element.file = AttachedFile(
            f"formula-{draft.formulas}.mml",
            "application/mathml+xml",
            node.text,
            node.mathml.encode("utf-8"),
        )
    leaf = draft.leaf(element, node)
    if context.link is not None:
        draft.links[leaf] = context.link
    key = (node.mathml, context.look.size, context.look.colour)
    drawn = draft.drawn.get(key)
    if drawn is None:  # setting a formula takes long, and the same signs come again and again
        drawn = draft.drawn[key] = formula(*key, node.at)
    if isinstance(drawn, Paths):
        draft.drawings[leaf] = drawn
        return Box(drawn.width, drawn.above, drawn.below, leaf)
    draft.diagnostics.append(drawn)
    return Run(node.text, context.look, leaf)


def picture_of(draft: Draft, node: Image) -> Drawing:
    """Decode the image of a node once; what cannot be had is an empty frame."""
    asset = node.asset
    if asset is None:
        return Empty()
    if asset.name not in draft.pictures:
        drawing = bitmap(asset, draft.theme.palette.paper, node.at)
        if isinstance(drawing, Diagnostic):
            draft.diagnostics.append(drawing)
            draft.pictures[asset.name] = None
        else:
            draft.pictures[asset.name] = drawing
    return draft.pictures[asset.name] or Empty()


def figure_leaf(draft: Draft, node: Image, context: Context) -> Leaf:
    """Add the ``Figure`` of an image; without an alternative it has none."""
    element = Element("Figure", alternative=node.alternative, attributes=LayoutAttributes(box=True))
    if node.lang is not None and node.lang != context.lang:
        element.lang = node.lang
    context.element.children.append(element)
    leaf = draft.leaf(element, node)
    if context.link is not None:
        draft.links[leaf] = context.link
    return leaf


def words_for(draft: Draft, node: Image) -> str:
    """Return what is shown in place of an image that could not be had."""
    return node.alternative or draft.strings.image_without_alternative


def image_items(draft: Draft, node: Image, context: Context) -> list[Item[Leaf]]:
    """Plan an image in a line: its drawing, or its words where it could not be had."""
    drawing = picture_of(draft, node)
    if node.alternative == "":
        leaf = Leaf("Artifact")
        if context.link is not None:
            draft.links[leaf] = context.link  # a link on a picture that says nothing
        if isinstance(drawing, Empty) or node.asset is None:
            if context.link is None:
                return []
            size = context.look.size  # an empty frame, or there were nothing to follow
            draft.drawings[leaf] = Empty()
            return [Box(size, size * 0.8, size * 0.2, leaf)]
    elif isinstance(drawing, Empty):
        leaf = figure_leaf(draft, node, context)
        return [Run(f"[{words_for(draft, node)}]", context.look, leaf)]
    else:
        leaf = figure_leaf(draft, node, context)
    draft.drawings[leaf] = drawing
    assert node.asset is not None
    scale = min(POINTS_PER_PIXEL, draft.width / node.asset.width)
    width, height = node.asset.width * scale, node.asset.height * scale
    # A sign in the line stands on the baseline, a little below it when taller than letters.
    below = min(height * 0.2, context.look.size * 0.2) if height > context.look.size else 0.0
    return [Box(width, height - below, below, leaf)]
