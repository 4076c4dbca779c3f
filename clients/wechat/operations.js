// Made by `npm run fix` from operations/ and the schema; do not edit.
'use strict'

exports.documents = {
  Cards: 'eb95ce1bdd07b58327f1a537be4fdcba43c9cd0d2eeadc8f9d8f56e28c4781ea',
  CardsOf: '5ec66651d15cef44c0a6a8d6d05ed7375d64063c2459d32bce73a63e944c5c0c',
  Find: 'b5a3f0f94e3e6ea15b5e47ce6f01d61be9da29a8d203a7c04d83747b1fcb4050',
  Navigation: '211a22fd0ab0da474540ac98efc20325c5b51a7486bc27f94f829e8521673fcf',
  Publisher: 'b9533082c7e50afe6fd5d274e2ec8fd0962c2b75a2b5841d5c549f98e42bff82',
  Publishers: '3a59535c7bfde4845708328111bdedcd6643abfeaa0b202861cf4fc937c6e75f',
  Record: '0bb45cdb3d300b8cb086d581d484a30279690714fab539648ec3e0ed74cf9ae9',
  Rows: '3a7ff7198c89321812dcdc349fd398e5049f97472dc3d51dd23e573b05e02bec',
  Topic: 'd8dd1cbf2e19b4f1541e67e86925c8deff2b5aac0b806dd648292f01b25ffdc4',
  Warnings: 'ffef0680a3a22ccfa067060d1e89061c012aa721956d8442d84f0ca7db7f3a0d',
}
