"""The trained part of the post reader in JAX: the upper layers, and what is read from their states.

For each indicator a value at every piece and one for the whole post; for role and lane, states
gathered by LOOKS learnt looks over the post. `pipelines.post_reader` computes the same in numpy.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy

from pipelines.encoder.network import base_layer
from pipelines.encoder.packed import Packed

LOOKS = 3
DROP = 0.1
RARE_SIGN = -7.0  # a piece shows a given indicator about once in a thousand
SURE_PIECE = 2.0  # how much more a piece that shows a sign counts than one that does not

Parameters = dict[str, Any]


class Batch(NamedTuple):
    """Posts of one length: states (posts, pieces, width), which pieces are real, and labels."""

    states: Any
    real: Any
    pieces: Any  # (posts, pieces, signs): shows the sign
    signs: Any  # (posts, signs)
    role: Any
    lane: Any
    told: Any  # signs are known
    acts: Any  # role is known


def fresh(packed: Packed, layers: range, sizes: tuple[int, int, int], seed: int) -> Parameters:
    """Parameters to begin with: the layers as shipped, and readings of almost nothing."""
    signs, roles, lanes = sizes
    width, make = packed.width, numpy.random.default_rng(seed)

    def small(*shape: int) -> Any:
        return make.normal(0, 0.02, shape)

    plain = {
        "layers": [base_layer(packed, number) for number in layers],
        "piece": small(width, signs), "piece_b": numpy.full(signs, RARE_SIGN),
        "look": small(width, LOOKS), "sign": numpy.zeros((LOOKS * width, signs)),
        "role": small(LOOKS * width, roles), "role_b": numpy.zeros(roles),
        "lane": small(LOOKS * width, lanes), "lane_b": numpy.zeros(lanes),
    }  # fmt: skip
    made: Parameters = jax.tree.map(lambda one: jnp.asarray(one, jnp.float32), plain)
    return made


def forward(made: Parameters, states: Any, real: Any, key: Any = None) -> tuple[Any, ...]:
    """Values of signs at pieces and in posts, of roles and of lanes, all as log-odds or logits."""
    states = _dropped(upper(made, states, real, key), key, -1)
    at_pieces = states @ made["piece"] + made["piece_b"]
    hidden = jnp.where(real[..., None] > 0, 0.0, -1e9)
    seen = jax.nn.softmax(states @ made["look"] + hidden, 1)
    post = jnp.einsum("bpl,bpw->blw", seen, states).reshape(len(states), -1)
    signs = jax.nn.logsumexp(at_pieces + hidden, 1) + post @ made["sign"]
    return (
        at_pieces, signs, post @ made["role"] + made["role_b"],
        post @ made["lane"] + made["lane_b"],
    )  # fmt: skip


def upper(made: Parameters, states: Any, real: Any, key: Any = None) -> Any:
    """The states above the trained layers."""
    for number, layer in enumerate(made["layers"]):
        states = _layer(layer, _dropped(states, key, number), real)
    return states


def loss(made: Parameters, batch: Batch, key: Any) -> Any:
    """Cross-entropy of signs in posts and at pieces, of role and of lane, added up."""
    at_pieces, signs, roles, lanes = forward(made, batch.states, batch.real, key)
    count = jnp.maximum(1.0, (batch.real.sum(1) > 0).sum())
    posts = (_binary(signs, batch.signs).sum(-1) * batch.told).sum()
    heavy = _binary(at_pieces, batch.pieces) * (1 + SURE_PIECE * batch.pieces)
    shown = (heavy.sum(-1) * batch.real).sum(1) / jnp.maximum(1.0, batch.real.sum(1))
    acts = (_chosen(roles, batch.role) * batch.acts).sum()
    led = (_chosen(lanes, batch.lane) * (batch.real.sum(1) > 0)).sum()
    return (posts + (shown * batch.told).sum() + acts + led) / count


def _binary(odds: Any, truth: Any) -> Any:
    return jax.nn.softplus(odds) - truth * odds


def _chosen(values: Any, truth: Any) -> Any:
    return -jnp.take_along_axis(jax.nn.log_softmax(values), truth[:, None], 1)[:, 0]


def _dropped(states: Any, key: Any, number: int) -> Any:
    if key is None:
        return states
    kept = jax.random.bernoulli(jax.random.fold_in(key, number + 1), 1 - DROP, states.shape)
    return states * kept / (1 - DROP)


def _layer(layer: Parameters, states: Any, real: Any, heads: int = 12) -> Any:
    seen = _attention(layer, states, real, heads) @ layer["ao"] + layer["aob"]
    states = _normal(states + seen, layer["alw"], layer["alb"])
    inner = jax.nn.gelu(states @ layer["fi"] + layer["fib"]) @ layer["fo"] + layer["fob"]
    return _normal(states + inner, layer["olw"], layer["olb"])


def _attention(layer: Parameters, states: Any, real: Any, heads: int) -> Any:
    posts, length, width = states.shape
    asked = states @ layer["qkv"] + layer["qkvb"]
    asked = asked.reshape(posts, length, 3, heads, width // heads)
    likeness = jnp.einsum("bthd,bshd->bhts", asked[:, :, 0], asked[:, :, 1])
    likeness = likeness * (width // heads) ** -0.5
    share = jax.nn.softmax(jnp.where(real[:, None, None, :] > 0, likeness, -1e9), -1)
    return jnp.einsum("bhts,bshd->bthd", share, asked[:, :, 2]).reshape(posts, length, width)


def _normal(states: Any, weight: Any, bias: Any) -> Any:
    centred = states - states.mean(-1, keepdims=True)
    spread = jax.lax.rsqrt((centred * centred).mean(-1, keepdims=True) + 1e-12)
    return centred * spread * weight + bias
