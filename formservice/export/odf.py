"""The fixed parts of an ODS file: namespaces, manifest, cell styles, a header that stays in view."""

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
OASIS = "urn:oasis:names:tc:opendocument:xmlns"

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
        "config": "config",
    }.items()
)

MANIFEST = f"""{XML}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""

# `%s` takes the quoted name of the sheet whose first row stays in view.
SETTINGS = f"""{XML}<office:document-settings {NAMESPACES}
 xmlns:ooo="http://openoffice.org/2004/office" office:version="1.3"><office:settings>
<config:config-item-set config:name="ooo:view-settings">
<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>
<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>
<config:config-item-map-named config:name="Tables"><config:config-item-map-entry config:name=%s>
<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>
<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>
<config:config-item config:name="ActiveSplitRange" config:type="short">2</config:config-item>
<config:config-item config:name="PositionTop" config:type="int">0</config:config-item>
<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>
</config:config-item-map-entry></config:config-item-map-named>
</config:config-item-map-entry></config:config-item-map-indexed>
</config:config-item-set></office:settings></office:document-settings>
"""

DAY = (
    '<number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/>'
    '<number:text>/</number:text><number:year number:style="long"/>'
)
MINUTE = '<number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/>'

HEAD = f"""{XML}<office:document-content {NAMESPACES} office:version="1.3"><office:automatic-styles>
<number:text-style style:name="as-text"><number:text-content/></number:text-style>
<number:date-style style:name="as-date">{DAY}</number:date-style>
<number:date-style style:name="as-datetime">{DAY}<number:text> </number:text>{MINUTE}</number:date-style>
<style:style style:name="text" style:family="table-cell" style:data-style-name="as-text"/>
<style:style style:name="head" style:family="table-cell" style:data-style-name="as-text">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="as-date"/>
<style:style style:name="datetime" style:family="table-cell" style:data-style-name="as-datetime"/>
<style:style style:name="number" style:family="table-cell"/>
"""
BODY = "</office:automatic-styles><office:body><office:spreadsheet>"
END = "</office:spreadsheet></office:body></office:document-content>"
