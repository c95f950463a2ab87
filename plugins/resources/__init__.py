"""The resource centre on the site: its records checked, listed, cited and drawn."""
