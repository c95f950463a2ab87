"""Addresses of the network: what is counted as one household, what belongs to the town."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from formservice.config import BadSetting, Config


def household(address: str | None) -> str:
    """The address as it is counted: whole in IPv4, the /64 in IPv6; empty when unknown."""
    found = _parsed(address)
    if found is None:
        return ""
    return str(ip_network((found, 64 if found.version == 6 else 32), strict=False))


def in_town(config: Config, address: str | None) -> bool:
    """Whether the address is of a network of the town, where many people share one."""
    found = _parsed(address)
    return found is not None and any(found in network for network in parsed_networks(config.TOWN_NETWORKS))


def networks(config: Config) -> list[IPv4Network | IPv6Network]:
    """The town's networks. Raises BadSetting."""
    try:
        return list(parsed_networks(config.TOWN_NETWORKS))
    except ValueError:
        mend = "écrivez des réseaux comme 10.0.0.0/8, séparés par des virgules."
        raise BadSetting(f"FORMSERVICE_TOWN_NETWORKS : {mend}") from None


@lru_cache(8)
def parsed_networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks that a setting names. ValueError."""
    return tuple(ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip())


def _parsed(address: str | None) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address or "")
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
