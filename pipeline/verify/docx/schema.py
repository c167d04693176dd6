"""What may stand in what, and in which order, in the parts that make a report (ISO/IEC 29500-1).

Only names of WordprocessingML stand here; elements of other namespaces (drawings, formulas,
what newer versions of Word add) are passed over. Word refuses a file for less than the wrong
order of two properties, and says only that it is damaged.
"""

from __future__ import annotations

import re

_RANGES = "bookmarkStart|bookmarkEnd|commentRangeStart|commentRangeEnd|proofErr|permStart|permEnd"
_INLINE = f"r|hyperlink|fldSimple|sdt|ins|del|smartTag|bdo|dir|{_RANGES}"
_BLOCKS = f"p|tbl|sdt|ins|del|altChunk|{_RANGES}"
_RUN = (
    "t|tab|br|cr|ptab|sym|drawing|fldChar|instrText|delText|delInstrText|softHyphen|noBreakHyphen|"
    "footnoteReference|footnoteRef|endnoteReference|endnoteRef|separator|continuationSeparator|"
    "ruby|pict|object|lastRenderedPageBreak|annotationRef|commentReference|pgNum|dayShort|dayLong"
)
_SIDES = "top left|start bottom right|end insideH insideV tl2br tr2bl between bar"
_MARGINS = "top left|start bottom right|end"
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr "
    "shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
    "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
    "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
    "rPr sectPr pPrChange"
)
_CHARACTERS = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd "
    "fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange"
)
_TABLE = (
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription "
    "tblPrChange"
)
_SETTINGS = (
    "writeProtection view zoom removePersonalInformation removeDateAndTime "
    "doNotDisplayPageBoundaries displayBackgroundShape printPostScriptOverText "
    "printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts "
    "saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors "
    "activeWritingStyle proofState formsDesign attachedTemplate linkStyles stylePaneFormatFilter "
    "stylePaneSortMethod documentType mailMerge revisionView trackRevisions doNotTrackMoves "
    "doNotTrackFormatting documentProtection autoFormatOverride styleLockTheme styleLockQFSet "
    "defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps "
    "showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders "
    "bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing "
    "drawingGridVerticalSpacing displayHorizontalDrawingGridEvery "
    "displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin "
    "drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData noPunctuationKerning "
    "characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter "
    "noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema saveInvalidXml "
    "ignoreMixedContent alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly "
    "useXSLTWhenSaving saveThroughXslt showXMLTags alwaysMergeEmptyNamespace updateFields "
    "hdrShapeDefaults footnotePr endnotePr compat docVars rsids attachedSchema themeFontLang "
    "clrSchemeMapping doNotIncludeSubdocsInStats doNotAutoCompressPictures forceUpgrade captions "
    "readModeInkLockDown smartTagType schemaLibrary shapeDefaults doNotEmbedSmartTags "
    "decimalSymbol listSeparator"
)

_CONTENT = {
    "document": "background body",
    "body": f"{_BLOCKS} sectPr",
    "hdr": _BLOCKS,
    "ftr": _BLOCKS,
    "footnotes": "footnote",
    "footnote": _BLOCKS,
    "sdtContent": f"{_BLOCKS}|{_INLINE}|tr|tc",
    "p": f"pPr {_INLINE}",
    "r": f"rPr {_RUN}",
    "hyperlink": _INLINE,
    "pPr": _PARAGRAPH,
    "rPr": f"ins|del|moveFrom|moveTo {_CHARACTERS}",
    "numPr": "ilvl numId numberingChange ins",
    "pBdr": _SIDES,
    "tbl": f"{_RANGES} tblPr tblGrid tr|sdt|ins|del|{_RANGES}",
    "tblGrid": "gridCol tblGridChange",
    "tblPr": _TABLE,
    "tblBorders": _SIDES,
    "tblCellMar": _MARGINS,
    "tr": f"tblPrEx trPr tc|sdt|ins|del|{_RANGES}",
    "tc": f"tcPr {_BLOCKS}",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark headers cellIns cellDel cellMerge tcPrChange",
    "tcBorders": _SIDES,
    "tcMar": _MARGINS,
    "sectPr": "headerReference|footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings sectPrChange",
    "ruby": "rubyPr rt rubyBase",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "num": "abstractNumId lvlOverride",
    "lvlOverride": "startOverride lvl",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr "
    "tcPr tblStylePr",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "settings": _SETTINGS,
}
CONTENT: dict[str, dict[str, int]] = {
    name: {
        child: place for place, group in enumerate(text.split(" ")) for child in group.split("|")
    }
    for name, text in _CONTENT.items()
}
"""What an element may hold, each with its place in the order."""

REQUIRED = {"tbl": ("tblPr", "tblGrid"), "tc": ("p",), "body": ("sectPr",)}
"""What an element must hold; a cell ends with a paragraph."""

_NUMBER = re.compile(r"-?\d+")
_HALVES = re.compile(r"\d+(\.\d+)?(pt|in|cm|mm|pc|pi)?")
_SIDE = re.compile(
    "start|center|end|both|mediumKashida|distribute|numTab|highKashida|lowKashida|thaiDistribute|"
    "left|right"
)
VALUES: dict[tuple[str, str], re.Pattern[str]] = {
    ("jc", "val"): _SIDE,
    ("lvlJc", "val"): re.compile("start|center|end|left|right"),
    ("sz", "val"): _HALVES,
    ("szCs", "val"): _HALVES,
    ("fldChar", "fldCharType"): re.compile("begin|separate|end"),
    ("vMerge", "val"): re.compile("restart|continue"),
    ("vertAlign", "val"): re.compile("baseline|superscript|subscript"),
    ("br", "type"): re.compile("page|column|textWrapping"),
    **{
        (name, "val"): _NUMBER
        for name in ("ilvl", "numId", "abstractNumId", "gridSpan", "outlineLvl", "start")
    },
    **{("spacing", name): _NUMBER for name in ("before", "after", "line")},
    **{("ind", name): _NUMBER for name in ("left", "right", "hanging", "firstLine")},
}
"""What the values of attributes look like."""

ATTRIBUTES = frozenset(
    [
        *("val", "id", "name", "type", "w", "h", "sz", "space", "color", "fill", "themeColor"),
        *("themeFill", "themeShade", "themeTint", "themeFillShade", "themeFillTint", "shadow"),
        *("ascii", "hAnsi", "cs", "eastAsia", "asciiTheme", "hAnsiTheme", "cstheme", "hint"),
        *("eastAsiaTheme", "before", "after", "line", "lineRule", "beforeAutospacing"),
        *("afterAutospacing", "beforeLines", "afterLines", "left", "right", "start", "end"),
        *("hanging", "firstLine", "leftChars", "rightChars", "hangingChars", "firstLineChars"),
        *("top", "bottom", "header", "footer", "gutter", "orient", "code", "num", "sep", "cols"),
        *("ilvl", "numId", "abstractNumId", "tplc", "tentative", "styleId", "default"),
        *("customStyle", "anchor", "history", "tooltip", "docLocation", "tgtFrame"),
        *("fldCharType", "dirty", "fldLock", "instr", "customMarkFollows", "bidi", "pos"),
        *("leader", "clear", "percent", "uri", "edit", "enforcement", "fmt", "linePitch"),
        *("charSpace", "firstRow", "lastRow", "firstColumn", "lastColumn", "noHBand", "noVBand"),
        *("author", "date", "initials", "displacedByCustomXml", "colFirst", "colLast", "font"),
        *("char", "frame", "equalWidth", "chapStyle", "chapSep", "count", "defLockedState"),
        *("defUIPriority", "defSemiHidden", "defUnhideWhenUsed", "defQFormat", "locked", "alias"),
        *("uiPriority", "semiHidden", "unhideWhenUsed", "qFormat", "grammar", "spelling", "drop"),
        *("lines", "wrap", "vAnchor", "hAnchor", "x", "y", "xAlign", "yAlign", "hRule", "hSpace"),
        *("vSpace", "usb0", "usb1", "usb2", "usb3", "csb0", "csb1", "embedded", "conformance"),
        *("bg1", "bg2", "t1", "t2", "accent1", "accent2", "accent3", "accent4", "accent5"),
        *("accent6", "hyperlink", "followedHyperlink", "offsetFrom", "display", "zOrder"),
    ]
)
"""Every attribute of these elements; the marks of editing sessions (``rsid…``) come with them."""
