"""How the app looks: Streamlit's theme and our style sheet, light and dark, wide and narrow."""

from pathlib import Path

_COMMON: dict[str, str | int | bool] = {
    "theme.baseRadius": "10px",
    "theme.font": "sans-serif",
    "theme.headingFont": "serif",
    "theme.baseFontSize": 16,
    "theme.showWidgetBorder": True,
}
_LIGHT = {
    "primaryColor": "#0f5f5c",
    "backgroundColor": "#fbfaf7",
    "secondaryBackgroundColor": "#f1efe9",
    "textColor": "#1a1f24",
    "linkColor": "#0b5a80",
    "borderColor": "#d8d4ca",
}
_DARK = {
    "primaryColor": "#58b5a9",
    "backgroundColor": "#15181b",
    "secondaryBackgroundColor": "#1e2327",
    "textColor": "#ebe8e1",
    "linkColor": "#8cc8ee",
    "borderColor": "#3a4147",
}

CONFIG: dict[str, str | int | bool] = {
    **_COMMON,
    **{f"theme.light.{name}": value for name, value in _LIGHT.items()},
    **{f"theme.dark.{name}": value for name, value in _DARK.items()},
}
"""The theme as Streamlit's settings."""

STYLE_SHEET = Path(__file__).with_name("style.css")
